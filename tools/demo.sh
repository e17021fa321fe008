#!/usr/bin/env bash
# The demonstration behind `make demo`: a clean dump passes, a defective one is told exactly what is wrong, loaded, mended and
# replayed.
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

say "5. Into a store: what is good is loaded, what is not is kept byte for byte"
rm -f "${out}"/subs.db*
expect 1 load "${out}/subs.db" "${out}/dump.ndjson" --rejects "${out}/bad.ndjson"
echo "The same file again changes nothing:"
expect 1 load "${out}/subs.db" "${out}/dump.ndjson"
expect 0 rejects summary "${out}/subs.db"

say "6. The rejects, mended by a few lines of Python, and replayed"
python3 - "${out}" <<'PYTHON'
import json, sys

PREFIX = {"POSTPAID_MOBILE": "OM_", "PREPAID": "OP_", "CONVERGENT": "OC_"}
out = sys.argv[1]
with open(f"{out}/bad.ndjson", encoding="utf-8") as bad, open(f"{out}/fixed.ndjson", "w", encoding="utf-8") as fixed:
    for line in bad:
        record = json.loads(line)
        body = record["body"]
        if body.get("status") in ("ACTIVE", "DEACTIVATED"):
            body["activation_date"] = body.get("activation_date") or body["creation_date"]
        for part in (body.get("promotions") or []) + ((body.get("devices_related_info") or {}).get("devices") or []):
            for commitment in part.get("commitments") or []:
                if not commitment.get("legacy_id") and not commitment.get("catalogue_id"):
                    commitment["catalogue_id"] = "NOT_KNOWN"
        if record["kind"] == "segment":
            generic = record.get("segment_class") == "NONE"
            prefix = PREFIX.get(record.get("segment_class"), "OM_")
            body["segment_id"] = "DEVICEOFFERSEGMENT" if generic else prefix + body["segment_id"]
        fixed.write(json.dumps(record) + "\n")
PYTHON
expect 0 rejects replay "${out}/subs.db" "${out}/fixed.ndjson"
expect 0 rejects summary "${out}/subs.db"

say "7. The store: one row a subscription, and the whole of it again as a dump"
expect 0 query "${out}/subs.db" "SELECT org, type, status, count(*) AS subscriptions FROM v_subscriptions GROUP BY 1, 2, 3 ORDER BY 4 DESC LIMIT 5"
expect 0 export "${out}/subs.db" --output "${out}/out.ndjson"
rm -f "${out}"/again.db*
expect 0 load "${out}/again.db" "${out}/out.ndjson"
expect 0 digest "${out}/subs.db"
expect 0 digest "${out}/again.db"

say "8. Operations: a subscription is deactivated, once; the log tells who, when and why"
IFS=, read -r org id type < <("${abonado}" query "${out}/subs.db" \
    "SELECT org, legacy_id, type FROM v_subscriptions WHERE status = 'ACTIVE' AND v3_document IS NOT NULL LIMIT 1" --csv | tail -n 1)
expect 0 patch "${out}/subs.db" "${org}" "${id}" "${type}" --status DEACTIVATED --user demo --reason "moved away"
expect 1 patch "${out}/subs.db" "${org}" "${id}" "${type}" --status ACTIVE --user demo --json
expect 0 history "${out}/subs.db" "${org}" "${id}"
expect 0 audit "${out}/subs.db" --org "${org}" --id "${id}"
echo "The same dump again does not undo it:"
before="$("${abonado}" digest "${out}/subs.db")"
expect 0 load "${out}/subs.db" "${out}/out.ndjson"
if [[ "$("${abonado}" digest "${out}/subs.db")" != "${before}" ]]; then
    echo 'demo: the store has changed' >&2
    exit 1
fi

say "The files are in ${out}."
