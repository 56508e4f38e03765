# Before removing, not before upgrading.
if [ -d /run/systemd/system ]; then
    systemctl disable --now rollbook-server.service || true
fi
