#!/bin/sh
# The tests of the virus scanner need ClamAV's daemon: use the one that is there, install Debian's as root, or say
# what to do. Signatures are not downloaded: the tests bring one of their own.
command -v clamd >/dev/null 2>&1 && exit 0
[ -x /usr/sbin/clamd ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing ClamAV's daemon for the tests (Debian's package)..."
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    clamav-daemon >/dev/null && exit 0
fi
echo "The tests of the virus scanner need ClamAV's daemon, and it is not installed. Install it, then run 'make test' again:" >&2
echo "  Debian, Ubuntu: sudo apt-get install clamav-daemon     Fedora: sudo dnf install clamd" >&2
exit 1
