#!/bin/sh
# Makes a fresh checkout ready to build:  ./autogen.sh [--deps] [CONFIGURE-OPTION…]
#
#   --deps   first install the Debian packages that the build and the tests need (root or sudo)
#
# Runs configure at the end, as GNOME's autogen does; NOCONFIGURE=1 ./autogen.sh stops before it.
set -eu

packages='
  build-essential autoconf automake autopoint gettext pkg-config
  libglib2.0-dev libgmime-3.0-dev libspf2-dev libc-ares-dev libarchive-dev libpsl-dev libssl-dev libsqlite3-dev libseccomp-dev libcunit1-dev
  python3 python3-jsonschema'

install_packages() {
  missing=
  for package in $packages; do
    dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  sudo=
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  echo "autogen.sh: installing$missing"
  $sudo apt-get update -qq
  # shellcheck disable=SC2086 # a list of words
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
}

if [ "${1-}" = --deps ]; then
  shift
  install_packages
fi

here=$(pwd)
cd "$(dirname "$0")"
source=$(pwd)
autoreconf --install --force
cd "$here"
[ -n "${NOCONFIGURE-}" ] || "$source/configure" "$@"
