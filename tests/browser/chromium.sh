#!/bin/sh
# The browser tests need a real Chromium: use the one that is there, install Debian's as root, or say what to do.
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium for the browser tests (Debian's package)..."
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    chromium fonts-dejavu-core fonts-noto-color-emoji >/dev/null && exit 0
fi
echo "The browser tests need Chromium, and it is not installed. Install it, then run 'make test' again:" >&2
echo "  Debian, Ubuntu: sudo apt-get install chromium     Fedora: sudo dnf install chromium" >&2
exit 1
