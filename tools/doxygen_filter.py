#!/usr/bin/env python3
"""Gives Doxygen a public header with its comments marked as documentation.

doxygen_filter.py HEADER    prints the header; Doxygen calls it so (INPUT_FILTER in docs/Doxyfile)

The headers carry plain ``//`` comments. A block of them before a declaration becomes ``///``, one
behind a declaration ``///<``, and the block at the top of the file describes the file. A member of
a struct of the API documents gets the text of its row in the field table. Left as they are:
comments with an empty line below, comments within functions, and markup that is there already.
What only fills the tables (specialisations of EnumTable and FieldsOf, static assertions) goes, and
what only says that values compare.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

WHOLE = re.compile(r"^(\s*)//(?!/)\s?(.*)$")  # a line that is a comment
SEPARATOR = re.compile(r"^-{3,}")  # "--- operations ---"
STRING = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])\'')
UNTOLD = re.compile(
    r"^template <>\n(?:struct (?:EnumTable|FieldsOf)<\w+> \{\n.*?^\};\n"
    r"|inline constexpr bool detail::\w+<\w+> = true;\n)"
    r"|^ABONADO_ENUM_TABLE\(.*?\);\n|^static_assert\(.*?\);\n"
    r"|^#(?:define|undef) ABONADO_ENUM_TABLE(?:[^\n]*\\\n)*[^\n]*\n"
    r"|^ *(?:friend )?(?:bool|auto) operator(?:==|<=>)\(const \w+&\) const(?: = default)?;\n"
    r"|^inline bool \w+::operator==[^\n]*\n",
    re.MULTILINE | re.DOTALL,
)
ROW = re.compile(r'field<&(\w+)::(\w+)>\(\s*"[^"]*",\s*("[^"]*"(?:\s*"[^"]*")*)\)')
STRUCT = re.compile(r"^struct (\w+)\b[^;]*$")
MEMBER = re.compile(r"^    [\w:<>, ]+? (\w+)(?: = [^;]+|\{\})?;$")
FORWARD = re.compile(r"^(?:struct|class) \w+;")  # what it says is told where the type is defined
SCOPE = re.compile(r'\b(?:namespace|struct|class|union|enum)\b|extern " *"')


def text_of(comment: str) -> str:
    """The comment for Doxygen: what it would take for a command or a tag is text."""
    parts = re.split(r"(`[^`]*`)", comment)
    for i in range(0, len(parts), 2):
        parts[i] = re.sub(r"([@\\<#%])", r"\\\1", parts[i])
    return "".join(parts)


def without_strings(line: str) -> str:
    """The line, as long as it was, with nothing in its literals."""
    return STRING.sub(lambda found: '"' + " " * (len(found[0]) - 2) + '"', line)


class Scopes:
    """Which braces are open: those of declarations, and those of functions and initialisers."""

    def __init__(self) -> None:
        self._open: list[bool] = []  # True: holds declarations
        self._statement = ""

    def take(self, code: str) -> None:
        for character in code + " ":
            if character == "{":
                head = re.sub(r"template <[^{}]*?>", "", self._statement)
                declares = SCOPE.search(head) is not None and not re.search(r"[(=]", head)
                self._open.append(declares)
            elif character == "}" and self._open:
                self._open.pop()
            self._statement = "" if character in "{};" else self._statement + character

    @property
    def is_declaring(self) -> bool:
        return all(self._open)


def leading(lines: list[str], start: int) -> int:
    """The number of comment lines from ``start`` on if they describe what follows, else 0."""
    end = start
    while end < len(lines) and WHOLE.match(lines[end]):
        end += 1
    follows = lines[end].strip() if end < len(lines) else ""
    return end - start if follows and not follows.startswith(("}", "#")) else 0


def behind(line: str, code: str) -> str:
    """The line with what stands behind its code marked."""
    comment = line[len(code) :]
    if not comment or comment.startswith("///"):
        return line
    return f"{line[: len(code)]}///< {text_of(comment[2:].strip())}"


def marked(text: str) -> str:
    """The text of a header, marked."""
    rows = {
        (struct, member): "".join(re.findall(r'"([^"]*)"', doc))
        for struct, member, doc in ROW.findall(text)
    }
    lines = UNTOLD.sub("", text).splitlines()
    out: list[str] = []
    scopes, described, struct = Scopes(), 0, ""
    top = next((i for i, line in enumerate(lines) if not WHOLE.match(line)), len(lines))
    if top:
        out.append("/// \\file")
    for line in lines[:top]:
        out.append(f"/// {text_of(line[3:])}".rstrip())
    for number, line in enumerate(lines[top:], top):
        comment = WHOLE.match(line)
        if comment is not None:
            if described <= number and scopes.is_declaring:
                described = number + leading(lines, number)
            if number < described and not SEPARATOR.match(comment[2]):
                line = f"{comment[1]}/// {text_of(comment[2])}".rstrip()
            out.append(line)
            continue
        code = without_strings(line).partition("//")[0]
        is_forward = FORWARD.match(code) and not lines[number - 1].startswith("template")
        if scopes.is_declaring and not is_forward and not line.startswith(("#", "}")):
            line = behind(line, code)
        opened = STRUCT.match(line)
        struct = opened[1] if opened else struct
        member = MEMBER.match(line)
        if member and (struct, member[1]) in rows:
            line += f"  ///< {text_of(rows[struct, member[1]])}"
        if not line.startswith("#"):
            scopes.take(code)
        out.append(line)
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    sys.stdout.write(marked(Path(sys.argv[1]).read_text(encoding="utf-8")))
