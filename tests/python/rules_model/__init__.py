"""A second reading of the specification: what is wrong with a dump, in plain Python.

Written from the specification and the API documents, with nothing of the engine: the schemas, the
words of the enums and the rules are typed here once more. It is slow and says what it means; where
it and the engine differ, one of them misreads the documents (test_rules_differential.py).

``json_text`` reads a line, ``value_types`` what stands in a string or a number, ``documents`` and
``documents_shown`` say which members each document has, ``reading`` holds a line against them (the
DOC rules), ``envelope``, ``migrated`` (v3 subscriptions), ``migrations`` (segments, credit limits),
``legacy`` (v1) and ``tariffs`` (v2) have the rules of each kind, ``dump`` puts them together.
"""

from .dump import Finding, Options, Verdict, judge

__all__ = ["Finding", "Options", "Verdict", "judge"]
