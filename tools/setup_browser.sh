#!/bin/sh
# Browser tests need Chromium and fonts for six languages: install them where that is allowed, else
# say in one sentence which command does.
set -eu
cd "$(dirname "$0")/.."
missing=""
browser=""
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && browser=$name && break
done
[ -n "$browser" ] || [ -n "${CAIRN_CHROMIUM:-}" ] || missing="$missing chromium"
has_font() {
    find /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" -name "$1*" 2>/dev/null | grep -q .
}
has_font NotoSansArabic || missing="$missing fonts-noto-core"
has_font NotoSansCJK || missing="$missing fonts-noto-cjk"
[ -z "$missing" ] && exit 0
if [ "${CAIRN_INSTALL:-}" = 1 ]; then
    # shellcheck disable=SC2086
    exec sh tools/setup_system.sh $missing
fi
echo "The browser tests need packages that are not installed: apt-get install$missing" >&2
exit 1
