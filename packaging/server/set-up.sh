# After installing and upgrading: the user, who may read what, and the keys of second factors. Nothing is
# started: the configuration lacks two values.
systemd-sysusers rollbook-server.conf
chgrp rollbook /etc/rollbook /etc/rollbook/server.toml
# What is put in there is for the server too, and for nobody else.
install -d -m 2750 -o root -g rollbook /etc/rollbook/secrets
install -d -m 0700 -o rollbook -g rollbook /var/lib/rollbook
if [ ! -e /var/lib/rollbook/factor-keys ]; then
    # Lost, nobody's second factor could be checked again: it is data, and stays when the rest goes.
    (umask 077 && printf '1:%s\n' "$(head -c 32 /dev/urandom | base64)" > /var/lib/rollbook/factor-keys)
    chown rollbook:rollbook /var/lib/rollbook/factor-keys
fi
if [ -d /run/systemd/system ]; then
    systemctl daemon-reload || true
    systemctl try-restart rollbook-server.service || true
fi
