#!/usr/bin/env bash
# try_wheel.sh PYTHON WHEEL DIRECTORY: installs the wheel in a new environment and tries it (try_wheel.py) where no
# compiler, no variable of this shell and nothing of the checkout can be found.
set -euo pipefail
python="$1" wheel="$(realpath "$2")" directory="$3"
# What auditwheel puts into a wheel that was built against Debian's libraries.
carried=(libboost_json libsodium libsqlite3 libzstd)
trial="$(realpath "$(dirname "$0")/try_wheel.py")"

rm -rf "${directory}"
"${python}" -m venv "${directory}/env"
mkdir "${directory}/work"
cd "${directory}"
env/bin/python -m pip --disable-pip-version-check --quiet --quiet install --only-binary :all: "${wheel}"
cp "${trial}" work/
cd work
here="$(realpath ../env/bin)"
for tool in cc c++ gcc g++ clang cmake ninja; do
    if PATH="${here}" type -P "${tool}"; then
        echo "${tool} is to be found: this proves nothing" >&2
        exit 1
    fi
done
env --ignore-environment PATH="${here}" HOME="${PWD}" ../env/bin/python -I -X dev -W error try_wheel.py "${carried[@]}"
