#!/usr/bin/env bash
# The browser tests need Chromium, best the shell without windows: install it where we may. Otherwise an installed whole
# Chromium does; without any, say so in one line and stop.
set -eu
if [ "$(id -u)" = 0 ]; then sudo=""
elif sudo -n true 2>/dev/null; then sudo="sudo -n"
elif command -v chromium >/dev/null; then exit 0
else echo "make test needs the Debian package 'chromium': run  apt-get install chromium  and try again" >&2; exit 1; fi
install() { DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq "$1" >/dev/null 2>&1; }
if install chromium-headless-shell; then exit 0; fi
if command -v chromium >/dev/null; then exit 0; fi
$sudo apt-get update -qq
install chromium-headless-shell || install chromium
