#!/usr/bin/env bash
# Installs the packages on this machine, builds the programs beside this file against what they installed, removes the packages,
# and shows that nothing is left. As root.
#
# usage: deb.sh PACKAGES DIRECTORY
set -euo pipefail

here="$(cd "$(dirname "$0")" && pwd)"
packages="$1"
out="$2"
names=()
for package in "$packages"/*.deb; do names+=("$(dpkg-deb --field "$package" Package)"); done
[[ ${#names[@]} -eq 2 ]] || { echo "deb.sh: there are not two packages in $packages" >&2; exit 1; }
if dpkg --status "${names[@]}" >/dev/null 2>&1; then
    echo "deb.sh: ${names[*]} are installed already" >&2
    exit 1
fi

trap 'dpkg --purge "${names[@]}" >/dev/null 2>&1 || true' EXIT
rm -rf "$out"
mkdir -p "$out"
for package in "$packages"/*.deb; do dpkg-deb --info "$package" control; done
dpkg --install "$packages"/*.deb
dpkg --listfiles "${names[@]}" | sort --unique >"$out/files"

# Where the system looks, and nowhere else.
unset PKG_CONFIG_PATH CMAKE_PREFIX_PATH LD_LIBRARY_PATH
is_known() { [[ "$(ldconfig --print-cache)" == *libabonado* ]]; }
is_known || { echo "deb.sh: the linker does not know the library" >&2; exit 1; }
"$here/pkg_config.sh" "$out/pkg-config"
cmake -S "$here" -B "$out/found" -DABONADO_SOURCE_DIR= >"$out/cmake.log"
cmake --build "$out/found"
ctest --test-dir "$out/found" --output-on-failure --no-tests=error

dpkg --purge "${names[@]}"
trap - EXIT
left=()
while read -r path; do
    # Directories that other packages have too stay.
    if [[ "$path" == *abonado* && -e "$path" ]]; then left+=("$path"); fi
    if [[ ! -d "$path" && -e "$path" ]]; then left+=("$path"); fi
done <"$out/files"
[[ ${#left[@]} -eq 0 ]] || { printf 'deb.sh: left behind: %s\n' "${left[@]}" >&2; exit 1; }
if is_known; then echo "deb.sh: the linker still knows the library" >&2; exit 1; fi
if [[ -x "$out/pkg-config/consumer_c" ]] && "$out/pkg-config/consumer_c" >/dev/null 2>&1; then
    echo "deb.sh: a program still runs without its library" >&2
    exit 1
fi
echo "installed, used and removed: ${names[*]} ($(grep --count . "$out/files") paths)"
