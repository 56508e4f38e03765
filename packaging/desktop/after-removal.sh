#!/bin/sh
# The bundler's rpm owns files alone: folders that came with it go too, unless something else lies in them.
if [ "$1" = 0 ]; then
    rmdir --ignore-fail-on-non-empty /usr/share/doc/rollbook /usr/share/icons/hicolor/256x256@2/apps \
        /usr/share/icons/hicolor/256x256@2 2>/dev/null || true
fi
