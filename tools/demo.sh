#!/usr/bin/env bash
# The demonstration behind `make demo`: a clean dump passes, a defective one is told exactly what is wrong.
# usage: demo.sh <path of the abonado command> <directory for the files>
set -euo pipefail
abonado="$1"
out="$2"
records="${RECORDS:-20000}"
mkdir -p "${out}"

bold='' plain=''
if [[ -t 1 ]]; then bold=$'\033[1m' plain=$'\033[0m'; fi
say() { printf '\n%s%s%s\n' "${bold}" "$*" "${plain}"; }
run() {
    printf '$ abonado %s\n' "$*"
    "${abonado}" "$@"
}
# expect CODE ARGS...: runs abonado and ends the demonstration if it exits with another code.
expect() {
    local wanted="$1" got=0
    shift
    run "$@" || got=$?
    printf '(exit code %d)\n' "${got}"
    if [[ ${got} -ne ${wanted} ]]; then
        printf 'demo: expected exit code %d\n' "${wanted}" >&2
        exit 1
    fi
}

say "1. A clean dump of ${records} records"
expect 0 generate --records "${records}" --seed 1 --output "${out}/clean.ndjson"
expect 0 validate "${out}/clean.ndjson"

say "2. The same with defects: one record in a hundred breaks each of three rules"
expect 0 generate --records "${records}" --seed 1 --defects SUB-001=0.01,SEG-001=0.01,COM-001=0.01 \
    --output "${out}/dump.ndjson" --labels "${out}/labels.ndjson"
echo "Each defective record is labelled with the rules it must raise:"
head -n 3 "${out}/labels.ndjson"

say "3. The verdict on every record; exit code 1 says that there are findings"
expect 1 validate "${out}/dump.ndjson" --findings "${out}/findings.ndjson"

say "4. Each finding with its rule, line, pointer and value, for programs"
head -n 3 "${out}/findings.ndjson"
expect 1 validate "${out}/dump.ndjson" --json

say "The files are in ${out}."
