#!/usr/bin/env bash
# The register's tests start a PostgreSQL server of their own: install it where we may, otherwise say so and stop.
set -eu
if [ "$(id -u)" = 0 ]; then sudo=""
elif sudo -n true 2>/dev/null; then sudo="sudo -n"
else echo "make test needs the Debian package 'postgresql': run  apt-get install postgresql  and try again" >&2; exit 1; fi
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends postgresql >/dev/null
