#!/usr/bin/env bash
# The browser tests need Chromium: install it where we may, otherwise say so in one line and stop.
set -eu
if [ "$(id -u)" = 0 ]; then sudo=""
elif sudo -n true 2>/dev/null; then sudo="sudo -n"
else echo "make test needs the Debian package 'chromium': run  apt-get install chromium  and try again" >&2; exit 1; fi
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq chromium >/dev/null
