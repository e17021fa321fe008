#!/usr/bin/env python3
"""Writes the pages of docs/reference that follow from the tables of the library.

gen_reference.py            write them
gen_reference.py --check    exit 1 and name the pages that differ
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import abonado
from abonado import _core

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"
NOTE = "<!-- Written by tools/gen_reference.py from the tables of the library. Do not edit. -->\n"
SOURCES = """\
Sources are the five API documents: seed 0, v3 segment migration; seed 1, v3 credit-limit migration;
seed 2, v1 subscriptions; seed 3, v3 migration schemas; seed 4, v2 customer products. Grade
*stated*: a document says so; *portal*: another page of the same portal does; *decided*: a
[decision of this project](../decisions/0003-where-the-documents-are-silent.md) where the documents
are silent.
"""
GROUPS = {
    "DOC": "Documents",
    "ENV": "Envelope",
    "SUB": "Subscriptions",
    "ADD": "Add-ons",
    "PRO": "Promotions",
    "FUP": "Free units packages",
    "COM": "Commitments",
    "BUN": "Bundle history",
    "DEV": "Devices",
    "SEG": "Segments",
    "CRL": "Credit limits",
    "TAR": "Tariff history",
    "SCH": "Scheduled tariff changes",
    "HIS": "Status history",
    "IDN": "Identifiers",
    "DUP": "Across the records of a dump",
}


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"

    head = list(head)
    return line(head) + "|" + "---|" * len(head) + "\n" + "".join(line(row) for row in rows)


def rules_page() -> str:
    out = f"{NOTE}\n# Rules\n\n{SOURCES}\n"
    out += (
        "An *error* rejects the record, a *warning* lets it through, *off* is not looked at.\n"
        "Severities can be set for each rule. Every broken rule of a record is reported; a member\n"
        "with a DOC finding is not looked at by any other rule.\n\n"
        "The scope says what has to be known: the *text* of a record, the *record*, the whole\n"
        "*dump*, or what the *store* holds, which only a load looks at. A rule with a CHECK is\n"
        "held by the [tables of a store](store.md) themselves, whoever writes to them; for a load\n"
        "it cannot be lowered.\n"
    )
    groups: dict[str, list[abonado.Rule]] = {}
    for rule in abonado.rules():
        groups.setdefault(rule.id.partition("-")[0], []).append(rule)
    for prefix, rows in groups.items():
        out += f"\n## {GROUPS[prefix]}\n\n"
        out += table(
            ("rule", "severity", "subject", "what must hold", "grade", "source", "scope"),
            ((r.id, r.severity, r.subject, r.summary, r.grade, r.source, r.scope) for r in rows),
        )
        if any(rule.stored for rule in rows):
            out += "\n" + table(
                ("rule", "of each", "CHECK"),
                (
                    (rule.id, rule.stored_on or "", f"`{rule.stored}`")
                    for rule in rows
                    if rule.stored
                ),
            )
    return out


def type_of(field: _core._FieldRow) -> str:
    if field["enum"]:
        return f"[{field['enum']}](#{field['enum'].lower()})"
    if field["struct"]:
        link = f"[{field['struct']}](#{field['struct'].lower()})"
        return f"array of {link}" if field["type"] == "object_list" else link
    return field["type"].replace("_", " ")


def model_page() -> str:
    out = f"{NOTE}\n# Documents, enums and record kinds\n\n{SOURCES}\n## Record kinds\n\n"
    out += "What a line of a dump stands for. The key of a kind is unique in a dump (DUP-001).\n\n"
    out += table(
        ("kind", "what", "body", "keyed by", "organisation"),
        (
            (
                f"`{kind['kind']}`",
                kind["doc"],
                f"[{kind['body']}](#{kind['body'].lower()})",
                "the envelope's legacy_id" if kind["key_in_envelope"] else "the body's id",
                "one of MigrationOrg" if kind["is_v3"] else "any" if kind["needs_org"] else "none",
            )
            for kind in _core.record_kinds()
        ),
    )
    out += (
        "\n## Structs\n\nMembers that are not required may be absent or null, which is the same.\n"
    )
    for struct in _core.structs():
        out += f"\n### {struct['name']}\n\n{struct['doc']}. Source: {struct['source']}.\n"
        if struct["open"]:
            out += "Any member is accepted; those below are typed where they can be read as such.\n"
        out += "\n" + table(
            ("member", "type", "required", "what"),
            (
                (
                    f"`{field['name']}`"
                    + (f", formerly `{field['alias']}`" if field["alias"] else ""),
                    type_of(field),
                    "yes" if field["required"] else "",
                    field["doc"],
                )
                for field in struct["fields"]
            ),
        )
    out += "\n## Enums\n"
    for enum in _core.enum_tables():
        words = ", ".join(f"`{word}`" for word in enum["words"])
        out += f"\n### {enum['name']}\n\n{words}. Source: {enum['source']}.\n"
    out += (
        "\n## MySim types\n\nThe legacy type names of seed 2. Type, billing and technology lead\n"
    )
    out += "back to the name.\n\n"
    out += table(
        ("MySim name", "type", "billing", "technology"),
        (
            (f"`{row['name']}`", row["type"], row["billing"] or "", row["technology"] or "")
            for row in _core.mysim_types()
        ),
    )
    return out


def code_list(title: str, texts: list[str]) -> str:
    if not texts:
        return ""
    return f"\n{title}:\n\n" + "".join(f"- `{text}`\n" for text in texts)


def store_page() -> str:
    out = f"{NOTE}\n# Tables of a store\n\n"
    out += (
        "A store is one SQLite file. Its tables are STRICT and compact: instants are\n"
        "microseconds since 1970 in UTC, days are days since then, uuids 16 bytes, amounts\n"
        "millionths. Each table has a readable view, which shows texts instead, and of documents\n"
        "those that are known now, with their organisation and legacy id. `Database.query` and\n"
        "`abonado query` read both; with `valid` or `known` the views show that moment. All\n"
        "writing goes through a load, but what the CHECKs hold even a raw `sqlite3` shell cannot\n"
        "break.\n"
    )
    for row in _core.store_tables():
        out += f"\n## {row['name']}\n\n{row['doc']}. View: `{row['view']}`.\n\n"
        out += table(
            ("column", "declaration", "what"),
            (
                (f"`{column['name']}`", f"`{column['declaration']}`", column["doc"])
                for column in row["columns"]
            ),
        )
        out += code_list("Constraints", row["constraints"])
        out += code_list("Indexes", row["indexes"])
    return out


def struct_link(name: str | None, *, is_list: bool = False) -> str:
    if name is None:
        return ""
    link = f"[{name}](model.md#{name.lower()})"
    return f"array of {link}" if is_list else link


def operations_page() -> str:
    out = f"{NOTE}\n# Operations\n\n{SOURCES}\n"
    out += (
        "Every operation is a method of the engine and of an organisation in Python, acts for one\n"
        "organisation, is one transaction, and answers one of the statuses of its row,\n"
        "none other. `handle` answers a request by this table. Those that write are in the audit\n"
        "log. [Decisions](../decisions/0007-operations.md) tell what the documents leave open.\n\n"
    )
    rows = abonado.operations()
    out += table(
        ("operation", "verb", "path", "takes", "answers", "success", "refusals", "what", "source"),
        (
            (
                f"`{row.name}`",
                row.verb if row.path else "",
                f"`{row.path}`" if row.path else "method only",
                struct_link(row.request),
                struct_link(row.answer, is_list=row.answers_list),
                f"{row.success}, or {row.other_success} with the body"
                if row.other_success
                else str(row.success),
                " ".join(map(str, row.errors)),
                row.doc,
                row.source,
            )
            for row in rows
        ),
    )
    out += (
        "\n## Errors\n\n"
        "v1 and v2 answer [ErrorMessage](model.md#errormessage), with an error for each fault of\n"
        "a body; v3 answers [ErrorResponse](model.md#errorresponse). In Python the classes below\n"
        "have `code`, `status`, `details`, `to_v1()` and `to_v3()`. A code with the prefix ABO is\n"
        "this engine's own.\n\n"
    )
    out += table(
        ("code", "status", "class", "what"),
        (
            (f"`{code}`", str(status), f"`{name}`", title)
            for name, code, status, title in _core.error_table()
        ),
    )
    return out


def frames_page() -> str:
    out = f"{NOTE}\n# Frames\n\n"
    out += (
        "`Database.frame`, and `frame` of an organisation or of a moment, give a table of the\n"
        "store as typed columns of Arrow: `to_polars()`, `to_pandas()`, `to_arrow()`, and all\n"
        "that reads `__arrow_c_stream__`, such as DuckDB. `subscriptions`, and frames of documents'\n"
        "contents, show what is known now, or as of a moment; the others have no past. Those with\n"
        "a column `org` can be asked of one organisation.\n\n"
        "A condition (`where`) is an expression of SQL over the columns. In it an instant is\n"
        "microseconds since 1970 in UTC, a day days since then, an amount millionths, a uuid 16\n"
        "bytes: give a datetime, date, Decimal or UUID as a parameter. Any value may be null.\n"
    )
    findings = {
        "name": "report.findings",
        "doc": "Findings of a validation that its report keeps",
        "columns": _core.findings_columns(),
    }
    for row in (*_core.frames(), findings):
        out += f"\n## {row['name']}\n\n{row['doc']}.\n\n"
        out += table(
            ("column", "type", "what"),
            (
                (f"`{column['name']}`", f"`{column['type']}`", what_of(column))
                for column in row["columns"]
            ),
        )
    return out


def what_of(column: _core._FrameColumnRow) -> str:
    """Without the unit that a store counts in, as the type tells another."""
    doc = column["doc"]
    for unit in (
        ", in millionths",
        ", in microseconds since 1970-01-01 UTC",
        ", in days since 1970-01-01",
    ):
        doc = doc.removesuffix(unit)
    words = column["words"]
    if words and column["name"] != "rule":
        doc += ": " + ", ".join(words)
    return doc


PAGES = {
    "rules.md": rules_page,
    "model.md": model_page,
    "store.md": store_page,
    "frames.md": frames_page,
    "operations.md": operations_page,
}


def stale_pages() -> list[str]:
    """The pages whose file differs from what the tables say now."""
    return [
        name
        for name, page in PAGES.items()
        if not (REFERENCE / name).is_file()
        or (REFERENCE / name).read_text(encoding="utf-8") != page()
    ]


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        stale = stale_pages()
        if stale:
            print(
                f"run `make docs-reference`: {', '.join(stale)} differ from the tables",
                file=sys.stderr,
            )
        return 1 if stale else 0
    if arguments:
        print(__doc__, file=sys.stderr)
        return 2
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
