#!/usr/bin/env bash
# vcpkg.sh DIRECTORY: fetches vcpkg, with which the wheels of cibuildwheel get the libraries of vcpkg.json. Not for
# Debian, whose own packages are used.
set -euo pipefail
readonly release=2025.01.13  # the versions of the libraries are those of the release
[[ -x "$1/vcpkg" ]] && exit 0
git clone --quiet --depth 1 --branch "${release}" https://github.com/microsoft/vcpkg "$1"
"$1/bootstrap-vcpkg.sh" -disableMetrics
