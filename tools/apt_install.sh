#!/usr/bin/env bash
# apt_install.sh GROUP...: installs the packages of tools/apt-packages.txt that are missing. Quick, and needs
# neither network nor root, when none is.
set -euo pipefail
list="$(dirname "$0")/apt-packages.txt"

if ! command -v dpkg-query >/dev/null; then
    echo "Not a Debian system: install the equivalents of ${list} yourself." >&2
    exit 0
fi

wanted=()
for group in "$@"; do
    mapfile -t -O "${#wanted[@]}" wanted < <(awk -v group="${group}" '
        { sub(/#.*/, "") }
        { for (i = 2; i <= NF; ++i) if ($i == group) print $1 }' "${list}")
done

installed="$(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null |
    awk '$1 == "installed" { print $2 }' || true)"
missing=()
for package in "${wanted[@]}"; do
    grep -qxF "${package}" <<<"${installed}" || missing+=("${package}")
done
[[ ${#missing[@]} -eq 0 ]] && exit 0

if [[ $(id -u) -ne 0 ]]; then
    cat >&2 <<EOF
These Debian packages are missing: ${missing[*]}
Install them as root:

    apt-get update && apt-get install --no-install-recommends ${missing[*]}

or, if you have the same tools and libraries from elsewhere, add APT=no to the make command.
EOF
    exit 1
fi

echo "Installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -qq --yes --no-install-recommends "${missing[@]}" >/dev/null
