#!/usr/bin/env bash
# Builds the two programs with what pkg-config says, and runs them. PKG_CONFIG_PATH says where abonado.pc is, if the system
# does not know; CC and CXX name the compilers.
#
# usage: pkg_config.sh DIRECTORY
set -euo pipefail

here="$(cd "$(dirname "$0")" && pwd)"
out="$1"
mkdir -p "$out"
read -ra flags < <(pkg-config --cflags abonado)
read -ra libraries < <(pkg-config --libs abonado)
read -ra static < <(pkg-config --libs --static abonado)
export LD_LIBRARY_PATH="$(pkg-config --variable=libdir abonado)${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"

"${CC:-cc}" -std=c11 -Wall -Wextra -Werror "${flags[@]}" "$here/main.c" -o "$out/consumer_c" "${static[@]}"
"$out/consumer_c"
"${CXX:-c++}" -std=c++20 "${flags[@]}" "$here/main.cpp" -o "$out/consumer" "${libraries[@]}"
status=0
"$out/consumer" || status=$?
[[ $status -eq 1 ]] || { echo "the program in C++ ended with $status, not with 1" >&2; exit 1; }
pkg-config --exists 'abonado >= 0.1'
if pkg-config --exists 'abonado >= 9'; then exit 1; fi
