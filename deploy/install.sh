#!/bin/sh
# Install or upgrade Cairn from this bundle, without any network:  sh install.sh /srv/cairn
#
# Looks first whether every file is what was bundled. What stood in the folder is kept beside it as
# FOLDER.before and comes back if anything fails; a run that was cut off is ended by the next one.
set -eu
target=${1:-}
here=$(cd "$(dirname "$0")" && pwd)

stop() {
    echo "$1" >&2
    exit 1
}

case $target in
/*) ;;
*) stop "Say where to, as a whole path: sh install.sh /srv/cairn" ;;
esac
target=${target%/}

# Every file, and no other, is what was bundled.
cd "$here"
listed=$(mktemp)
trap 'rm -f "$listed" "$listed.found"' EXIT
sed 's/^[0-9a-f]*  //' SHA256SUMS | LC_ALL=C sort >"$listed"
find . ! -type d ! -path ./SHA256SUMS | LC_ALL=C sort >"$listed.found"
if ! cmp -s "$listed" "$listed.found"; then
    strange=$(LC_ALL=C comm -3 "$listed" "$listed.found" | head -n 1 | tr -d '\t')
    stop "This bundle is not whole: $strange is missing or was added. Copy the archive again."
fi
sha256sum --check --quiet --strict SHA256SUMS >&2 ||
    stop "This bundle was changed on its way: see the names above. Copy the archive again."

# The packages are for one Python and one kind of machine.
wanted=$(sed -n 's/^python //p' BUNDLE)
machine=$(sed -n 's/^machine //p' BUNDLE)
[ "$(uname -m)" = "$machine" ] ||
    stop "This bundle is for $machine and this machine is $(uname -m); make one there."
python=""
for name in "python$wanted" python3; do
    if command -v "$name" >/dev/null 2>&1 && [ "$("$name" -c \
        'import sys, ensurepip, venv; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "$wanted" ]; then
        python=$name
        break
    fi
done
[ -n "$python" ] || stop "Python $wanted with its venv is needed: apt-get install python3 python3-venv"

# A run that was cut off left its mark: what stood before is put back first.
if [ -e "$target/.installing" ]; then
    rm -rf "$target"
fi
if [ ! -e "$target" ] && [ -d "$target.before" ]; then
    mv "$target.before" "$target"
fi
if [ -e "$target" ]; then
    [ -f "$target/cairn/console/main.py" ] || [ -z "$(ls -A "$target")" ] ||
        stop "$target holds something else than Cairn; name another folder."
    [ ! -e "$target/var" ] ||
        stop "$target/var holds data. Move it elsewhere first, and name that place in CAIRN_DATA."
fi

rm -rf "$target.new"
mkdir -p "$(dirname "$target")"
cp -R cairn "$target.new"
touch "$target.new/.installing"
if [ -e "$target" ]; then
    rm -rf "$target.before"
    mv "$target" "$target.before"
fi
mv "$target.new" "$target"

put_back() {
    rm -rf "$target"
    [ ! -d "$target.before" ] || mv "$target.before" "$target"
    stop "That did not work, see above; $target is what it was."
}

quiet="--quiet --disable-pip-version-check --no-index --find-links $here/wheels"
install() {
    # shellcheck disable=SC2086
    PIP_CONFIG_FILE=/dev/null "$target/.venv/bin/python" -m pip --isolated install $quiet "$@"
}
cd "$target"
"$python" -m venv .venv || put_back
install --require-hashes -r "$here/setup.lock" || put_back
install --require-hashes -r requirements.lock || put_back
install --no-deps --no-build-isolation --editable . || put_back
.venv/bin/cairn version || put_back
rm .installing
echo "Cairn is in $target. New here: $target/.venv/bin/cairn init. Else: $target/.venv/bin/cairn upgrade"
