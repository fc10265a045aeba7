#!/usr/bin/env bash
# Packs dist/GANimation Desktop, which `pyinstaller build.spec` made, for Linux: a .tar.xz, and an AppDir, of which it makes an AppImage where
# appimagetool is installed.
# The same folder gives the same bytes when SOURCE_DATE_EPOCH is set. Usage: resources/desktop/package.sh [DIST]
set -euo pipefail
dist=$(realpath "${1:-dist}")
app="$dist/GANimation Desktop"
id=org.ganimation.GANimation
[ -x "$app/ganimation" ] || { echo "package.sh: $app has no program; run pyinstaller build.spec first" >&2; exit 2; }
version=$("$app/ganimation" --version | cut -d' ' -f2)
name="GANimation-$version-linux-$(uname -m)"
time="@${SOURCE_DATE_EPOCH:-$(date +%s)}"

echo "packing $name.tar.xz"
tar --create --directory "$dist" --sort=name --mtime="$time" --owner=0 --group=0 --numeric-owner --mode=u+w,go-w \
    --transform "s,^GANimation Desktop,$name,S" "GANimation Desktop" | xz "-${XZ_LEVEL:-6}" --threads="$(nproc)" > "$dist/$name.tar.xz.part"
mv "$dist/$name.tar.xz.part" "$dist/$name.tar.xz"

root="$dist/AppDir"
rm -rf "$root"
mkdir -p "$root/usr/lib"
cp -a "$app" "$root/usr/lib/ganimation"
"$app/ganimation" desktop add --into "$root/usr/share" --start ganimation
ln -s "usr/share/applications/$id.desktop" "usr/share/icons/hicolor/256x256/apps/$id.png" "$root/"
ln -s "$id.png" "$root/.DirIcon"
ln -s "usr/lib/ganimation/GANimation Desktop" "$root/AppRun"
if ! command -v appimagetool > /dev/null; then
    echo "no AppImage: appimagetool is not installed (https://github.com/AppImage/appimagetool); made $root, from which it makes one"
    exit 0
fi
appimagetool "$root" "$dist/$name.AppImage"
