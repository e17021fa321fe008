"""What C++ sources join into texts of SQL: a scanner that knows literals, names and calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

_TOKEN = re.compile(
    r"""
    (?P<skip>\s+|//[^\n]*|/\*.*?\*/|\#[^\n]*)
    |(?P<raw>R"(?P<mark>\w*)\(.*?\)(?P=mark)")
    |(?P<text>(?:u8|[uUL])?"(?:[^"\\\n]|\\.)*")
    |(?P<char>'(?:[^'\\\n]|\\.)+')
    |(?P<number>\.?\d(?:[\w.']|[eE][+-])*)
    |(?P<name>[A-Za-z_]\w*)
    |(?P<sign>::|->|\+\+|\+=|<<=?|==|!=|<=|>=|&&|\|\||.)
    """,
    re.VERBOSE | re.DOTALL,
)
_SQL = re.compile(
    r"\b(?:SELECT|INSERT|UPDATE|DELETE|WHERE|FROM|VALUES|PRAGMA|ATTACH|DETACH|CREATE|DROP|ALTER|JOIN"
    r"|UNION|ORDER|GROUP|HAVING|LIMIT|AND|OR|IN|SET|INTO|LIKE|GLOB|MATCH|CASE|WHEN|THEN|EXISTS"
    r"|AS|ON|BY|NULL|DISTINCT|BETWEEN|FOREIGN|REFERENCES|UNIQUE|CONSTRAINT|TRIGGER|CHECK|REPLACE|SAVEPOINT|RELEASE|REINDEX|VACUUM)\b"
    r"|(?i:\bselect\b.*\bfrom\b|\binsert\s+into\b|\bdelete\s+from\b|\bupdate\b.*\bset\b)"
    r"|(?i:^\s*(?:select|pragma|attach|create|drop|alter)\b)",
    re.DOTALL,
)
_JOINS = {"+", "+=", "<<"}
_OPEN, _CLOSE = {"(": ")", "[": "]", "{": "}"}, {")": "(", "]": "[", "}": "{"}
_WORDS = {"return", "case", "else", "throw", "co_return", "const", "static", "auto"}
# Calls that join as the signs do, and such as make a text of a format.
_APPENDS = {"append", "assign", "insert", "push_back", "replace"}
_FORMATS = {"format", "format_to", "vformat", "snprintf", "sprintf", "asprintf", "mprintf"}


def _tokens(source: str) -> list[str]:
    found = []
    for match in _TOKEN.finditer(source):
        if match.lastgroup in ("raw", "mark"):
            found.append('"' + match["raw"][2:-1] + '"')
        elif match.lastgroup != "skip":
            found.append(match[0])
    return found


def _is_text(token: str) -> bool:
    return token.endswith('"')


def _is_constant(token: str) -> bool:
    return _is_text(token) or token[0] == "'" or token[0].isdigit()


def _statements(tokens: list[str]) -> Iterator[list[str]]:
    """Cut at semicolons and braces; what lambdas do between parentheses are statements too."""
    statement: list[str] = []
    at = depth = 0
    while at < len(tokens):
        token = tokens[at]
        depth += (token in ("(", "[")) - (token in (")", "]"))
        if depth > 0 and token == "{" and tokens[at - 1] in (")", "]", "mutable"):
            end = _end_of(tokens, at)
            yield from _statements(tokens[at + 1 : end])
            statement += ["{", "}"]
            at = end
        elif depth <= 0 and token in (";", "{", "}") and not _initialises(statement, token):
            yield statement
            statement, depth = [], 0
        else:
            statement.append(token)
        at += 1
    yield statement


def _end_of(tokens: list[str], at: int) -> int:
    """Where what opens there is closed."""
    depth = 1
    while depth and at + 1 < len(tokens):
        at += 1
        depth += (tokens[at] in _OPEN) - (tokens[at] in _CLOSE)
    return at


def _initialises(statement: list[str], token: str) -> bool:
    """Whether a brace opens or closes the value of a variable or of a return."""
    if token == "{":
        return statement[-1:] in (["="], ["return"]) or statement.count("{") > statement.count("}")
    return token == "}" and statement.count("{") > statement.count("}")


def _behind(tokens: list[str], at: int) -> list[str]:
    """The operand that begins there."""
    begin = at
    while at < len(tokens) and tokens[at] in ("*", "!", "-", "&"):
        at += 1
    while at < len(tokens):
        token = tokens[at]
        before = tokens[at - 1] if at > begin else ""
        if token in _OPEN and (token != "{" or before.isidentifier()):
            at = _end_of(tokens, at)
        elif not (
            token in ("::", ".", "->")
            or (_is_constant(token) and (at == begin or _is_text(before)))
            or (re.match(r"[A-Za-z_]", token) and (at == begin or before in ("::", ".", "->")))
        ):
            break
        at += 1
    return tokens[begin:at]


def _before(tokens: list[str], at: int) -> list[str]:
    """The operand that ends there."""
    end = at
    while at >= 0:
        token = tokens[at]
        behind = tokens[at + 1] if at < end else ""
        if token in _CLOSE and (at == end or behind in ("(", "[", "{", ".", "->")):
            depth = 1
            while depth and at > 0:
                at -= 1
                depth += (tokens[at] in _CLOSE) - (tokens[at] in _OPEN)
        elif not (
            token in ("::", ".", "->")
            or (_is_constant(token) and (at == end or _is_text(behind)))
            or (
                re.match(r"[A-Za-z_]", token)
                and token not in _WORDS
                and (at == end or behind in ("::", ".", "->", "(", "[", "{"))
            )
        ):
            break
        at -= 1
    return tokens[at + 1 : end + 1]


def _leaves(operand: list[str]) -> Iterator[str]:
    """What an operand is made of: names; calls as `name()`; of parentheses each of their parts."""
    if not operand or all(_is_constant(token) for token in operand):
        return
    if operand[0] == "(" or operand[:4] in (
        ["std", "::", "string", "("],
        ["std", "::", "string_view", "("],
    ):
        part: list[str] = []
        depth = 0
        # What a `?` asks is no part of the text.
        for token in [*operand[operand.index("(") + 1 : -1], "+"]:
            if depth == 0 and token in ("?", ":", "+"):
                if token != "?":
                    yield from _leaves(part)
                part = []
            else:
                part.append(token)
            depth += (token in _OPEN) - (token in _CLOSE)
        return
    told, depth = "", 0
    for token in operand:
        depth -= token in _CLOSE
        if depth == 0:
            told += token
        depth += token in _OPEN
    yield told


def _joined(statement: list[str], texts: set[str]) -> Iterator[str]:
    for at, token in enumerate(statement):
        is_sign = token in _JOINS and at > 0
        is_call = statement[at + 1 : at + 2] == ["("]
        if is_sign and token == "+" and not re.search(r"[\w)\]}\"']$", statement[at - 1]):
            continue  # the sign of a number
        if is_sign:
            left = [] if token != "+" else _before(statement, at - 1)
            yield from (leaf for leaf in _leaves(left) if leaf not in texts)
            right = _behind(statement, at + 1)
            yield from (leaf for leaf in _leaves(right) if leaf not in texts)
        elif is_call and token in _APPENDS and statement[at - 1] in (".", "->"):
            given = _behind(statement, at + 1)
            is_to_text = statement[at - 2] in texts
            if is_to_text or any(_is_sql(given, i, texts) for i in range(len(given))):
                yield from _leaves(given)
        elif is_call and token in _FORMATS:
            yield token + "()"


def _named(statement: list[str], texts: set[str]) -> str | None:
    """The variable that is set to a text of SQL or to which one is appended; no member of one."""
    for at, token in enumerate(statement):
        is_call = token in _APPENDS and statement[at - 1 : at] == ["."] and at > 1
        if not is_call and (token not in ("=", "+=") or not at):
            continue
        to = at - 2 if is_call else at - 1
        if statement[to - 1 : to] in (["."], ["->"]):
            continue
        value, depth = statement[at + 2 : -1] if is_call else statement[at + 1 :], 0
        for i, it in enumerate(value):
            depth -= it in _CLOSE and depth > 0
            if depth == 0 and _is_sql(value, i, texts):
                return statement[to]
            # What is handed to a call is not what the call gives, but for texts of texts.
            is_call_of = i > 0 and re.match(r"(?!string)\w", value[i - 1]) is not None
            depth += it in _OPEN and (depth > 0 or is_call_of)
    return None


def _is_sql(statement: list[str], at: int, texts: set[str]) -> bool:
    """A literal with words of SQL; or a variable that is made of one, as a whole."""
    token, behind = statement[at], statement[at + 1 : at + 3]
    if token in texts:
        return behind[:1] not in (["."], ["->"]) or behind == [".", "append"]
    return _is_text(token) and _SQL.search(token) is not None


def joined_into_sql(source: str) -> set[str]:
    """What is joined to literals that hold words of SQL, or to variables made of those."""
    statements = list(_statements(_tokens(source)))
    texts: set[str] = set()
    found: set[str] = set()
    for _ in range(2):  # what is a text of SQL is known at the end only
        for statement in statements:
            if any(_is_sql(statement, at, texts) for at in range(len(statement))):
                name = _named(statement, texts)
                texts |= {name} if name and name.isidentifier() else set()
                found |= set(_joined(statement, texts))
    return found - texts


def sources_of_sql(core: Path) -> list[Path]:
    return sorted(
        path
        for directory in ("store", "engine", "operations")
        for suffix in ("cpp", "hpp")
        for path in (core / directory).rglob(f"*.{suffix}")
    )
