"""Stores of subscriptions."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from typing import IO, TYPE_CHECKING, Any, NoReturn, TypeAlias, overload

from . import _core, sqlite_guard
from .answers import CheckReport, Migration, Rows, SqlValue
from .arguments import integer, seconds, text
from .errors import ArgumentError, OutputError
from .files import is_one_file
from .frames import Frame, FrameValue, frame_of
from .ledger import LoadReport, Reject, RejectGroup, Run
from .listing import Listing
from .operations import AuditEntry, DueReport, Response, RiskQuestion, ScheduledChange
from .organisation import Organisation, refuse_nameless
from .plots import Plots
from .rejects import read_rejects, reject_filter, reject_groups
from .report import Report, printable
from .requests import options_of
from .snapshot import Snapshot
from .validation import Form, caller_of, form_of, rule_options

if TYPE_CHECKING:
    from datetime import date, datetime
    from types import TracebackType

    from typing_extensions import Self, Unpack

    from .suggestions import Apply, Suggestion
    from .validation import Path, Progress, RuleOptions, Source

ProgressCall: TypeAlias = "bool | Callable[[Progress], object] | None"
RiskPolicy: TypeAlias = Callable[[RiskQuestion], "str | None"]

_MEMORY = ":memory:"


def connect(
    path: Path,
    *,
    read_only: bool = False,
    create: bool = True,
    migrate: bool = False,
    timeout: float = 5.0,
    lifecycle: Sequence[tuple[str, str]] | None = None,
    **rules: Unpack[RuleOptions],
) -> Database:
    """Open a store, or make one.

    ``":memory:"`` is a store that lives as long as its handle.

    * ``read_only``: nothing is written, and a file that is not there is not made.
    * ``create``: make the file if it is not there.
    * ``migrate``: bring a file of an older version up to date.
    * ``timeout``: seconds that another writer is waited for.
    * ``lifecycle``: which status may follow which in an operation, as pairs of ``LiveStatus``; if
      None those of the documentation.
    * ``rules``: what operations go by, with the meaning they have for ``validate``. With ``redact``
      all that the store says is redacted, unless a load has a key of its own: reports, findings of
      rejects, messages of errors, and how its objects show themselves. What is asked for is not
      (documents, rows, frames, exports, lines of rejects): see docs/how-to/redact.md.

    Raises ArgumentError for options that make no sense; StoreUnusableError for a file that is no
    store, is damaged, or is of another version, and leaves it as it is; StorageError if it cannot
    be read or written.
    """
    return Database(
        path,
        read_only=read_only,
        create=create,
        migrate=migrate,
        timeout=timeout,
        lifecycle=lifecycle,
        # No `now` is that of each operation, not of the connection.
        rules={**rule_options(**rules), "now": rules.get("now")},
    )


def migrations(path: Path) -> list[Migration]:
    """The steps of the schema, and which of them a file has. Changes nothing.

    Raises StoreUnusableError for a file that is no store or is newer than this library,
    StorageError if it cannot be read.
    """
    return Listing((Migration(*row) for row in _core.migrations(os.fsencode(path))), "migrations")


class Database:
    """A store; ``connect`` opens it, and a ``with`` statement closes it.

    May be used from any number of threads. One of them writes at a time, among all processes;
    others read meanwhile, each seeing the last committed state. Every call lets other threads run.
    Calls raise ClosedError after ``close`` and in a forked process, StoreBusyError when another
    writer did not end in time, StorageError when the disk fails.
    """

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool,
        create: bool,
        migrate: bool,
        timeout: float,
        lifecycle: Sequence[tuple[str, str]] | None,
        rules: dict[str, Any],
    ) -> None:
        self._path = os.fspath(path)
        self._schema = _schema_version()
        self._leave = sqlite_guard.entered(self, path) if self._path != _MEMORY else None
        self._engine = _core.Engine(
            os.fsencode(path),
            read_only=read_only,
            create=create,
            migrate=migrate,
            timeout=seconds("timeout", timeout),
            rules=rules,
            lifecycle=lifecycle,
        )
        self._risk_policy: RiskPolicy | None = None
        self._key: bytes | None = rules["redact"]

    # --- the handle ------------------------------------------------------------------------------

    @property
    def path(self) -> str:
        """As it was given to ``connect``."""
        return self._path

    @property
    def redacted(self) -> bool:
        """Opened with ``redact``."""
        return self._key is not None

    @property
    def closed(self) -> bool:
        """Closed, or opened by the process that this one was forked from."""
        return not self._engine.is_open

    def close(self) -> None:
        """Close the store, after a load of another thread has ended. May be called again.

        Raises ArgumentError from within a callback of a call of this handle.
        """
        self._engine.close()
        if self._leave is not None:
            self._leave()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Database cannot be pickled or copied: connect to its path instead")

    def __repr__(self) -> str:
        state = "closed" if self.closed else "open"
        return f"<abonado.Database {printable(self._path)!r}, {state}, schema {self._schema}>"

    def _repr_html_(self) -> str:
        from .html.views import database

        return database(self, self._schema)

    # --- loads -----------------------------------------------------------------------------------

    def load(
        self,
        source: Source,
        *,
        rejects: Path | None = None,
        dry_run: bool = False,
        atomic: bool = False,
        max_errors: int | None = None,
        max_error_rate: float | None = None,
        resume: bool | None = None,
        kind: str | None = None,
        org: str | None = None,
        threads: int | None = None,
        progress: ProgressCall = None,
        **rules: Unpack[RuleOptions],
    ) -> LoadReport:
        """Load a dump; ``source`` and the options of the rules are those of ``validate``.

        Records that break a rule become rejects; all others are in the store when the call ends,
        whatever happens to it: run the same load again and it goes on where it was. A record that
        the store holds already with the same content is skipped.

        * ``rejects``: a file for the rejected lines, byte for byte; what is wrong with each goes
          beside it, from ``bad.ndjson`` to ``bad.findings.ndjson``. The ledger keeps both anyway.
        * ``dry_run``: count what would happen and write nothing but ``rejects``.
        * ``max_errors``: how many records may be rejected; ``max_error_rate``: which share of them,
          0 to 1; ``atomic``: none, unless one of these says otherwise. With any of the three the
          load is one transaction: past the limit, after an interruption, or when an input cannot be
          read to its end, nothing is published.
        * ``resume``: False begins anew (what an unfinished run loaded stays and is skipped), True
          raises ArgumentError if there is no unfinished run of these inputs; None takes it if it
          is there.
        * ``kind``, ``org``: as for ``validate``.
        * ``threads``: that read and check, besides the one that writes; one per core if None.
        * ``now``: when the store learns of it, and after which nothing may have been created
          (SUB-010); the present if None.
        * ``progress``: as for ``validate``. What it raises interrupts the load and is raised here.

        Raises ArgumentError for options that make no sense: among them a rule that the store itself
        holds and that was lowered, and an input that changed since the run that is to be resumed.
        OutputError if ``rejects`` cannot be written. Ctrl-C stops it within 100 ms, after what was
        done is committed.
        """
        self._refuse_own_file(rejects)
        options = _load_options(
            rules,
            dry_run=dry_run,
            atomic=atomic,
            max_errors=max_errors,
            max_error_rate=max_error_rate,
            resume="automatic" if resume is None else "required" if resume else "never",
            threads=threads,
        )
        dump = form_of(source, kind, org, options["redact"] or self._key)
        row = self._engine.load(
            dump.source,
            form=dump.form,
            name=dump.name,
            options={**options, "kind": dump.kind, "org": dump.org},
            rejects=None if rejects is None else os.fsencode(rejects),
            progress=caller_of(progress),
        )
        return LoadReport._of(row)

    def replay(
        self,
        source: Source | None = None,
        *,
        run: int | None = None,
        id: int | Iterable[int] | None = None,  # noqa: A002
        rule: str | None = None,
        rejects: Path | None = None,
        dry_run: bool = False,
        atomic: bool = False,
        max_errors: int | None = None,
        max_error_rate: float | None = None,
        kind: str | None = None,
        org: str | None = None,
        threads: int | None = None,
        progress: ProgressCall = None,
        **rules: Unpack[RuleOptions],
    ) -> LoadReport:
        """Try open rejects again.

        ``source`` holds their lines, mended, as one file, bytes or records; each is taken for the
        open reject that it names or was. Without it the kept lines themselves are tried, which
        helps after the store or the options changed. ``run``, ``id`` (one, or several) and ``rule``
        say which rejects are meant; the other options are those of ``load``: rejects of bare bodies
        need their ``kind`` and ``org`` again.

        What fails again is a new reject with the next attempt. Raises as ``load`` does, and
        InputError if the file cannot be opened.
        """
        self._refuse_own_file(rejects)
        options = _load_options(
            rules,
            dry_run=dry_run,
            atomic=atomic,
            max_errors=max_errors,
            max_error_rate=max_error_rate,
            threads=threads,
        )
        lines = Form("", None, "", kind, org)
        if source is not None:
            lines = form_of(source, kind, org, options["redact"] or self._key)
        row = self._engine.replay(
            lines.source,
            form=lines.form,
            name=lines.name,
            filter=reject_filter(run=run, id=id, rule=rule),
            options={**options, "kind": lines.kind, "org": lines.org},
            rejects=None if rejects is None else os.fsencode(rejects),
            progress=caller_of(progress),
        )
        return LoadReport._of(row)

    # --- the ledger ------------------------------------------------------------------------------

    def runs(self) -> list[Run]:
        """All loads and replays, the oldest first; for operations see ``audit``."""
        return Listing((Run._of(row) for row in self._engine.runs()), "runs")

    def run(self, id: int) -> Run:  # noqa: A002
        """The run with this number, an operation's too. Raises NotFoundError if there is none."""
        return Run._of(self._engine.run(integer("id", id)))

    def rejects(
        self,
        *,
        run: int | None = None,
        id: int | None = None,  # noqa: A002
        state: str | None = None,
        rule: str | None = None,
    ) -> Iterator[Reject]:
        """The rejects that these select, all if none is given, in the order they were found.

        ``state`` is ``open``, ``replayed`` or ``dropped``; ``rule`` selects those that break it.
        Rejects are read a page at a time, so that memory stays flat however many there are; each
        page is of the state that is then committed.
        """
        filter_ = reject_filter(run=run, id=id, rule=rule)
        if state is not None and state not in ("open", "replayed", "dropped"):
            raise ArgumentError(f"state is open, replayed or dropped, not {state}")
        return read_rejects(self, {**filter_, "state": state})

    def suggestions(
        self,
        *,
        run: int | None = None,
        id: int | None = None,  # noqa: A002
        rule: str | None = None,
        apply: Apply = "safe",
        kind: str | None = None,
        org: str | None = None,
        **rules: Unpack[RuleOptions],
    ) -> Iterator[Suggestion]:
        """The open rejects that rules know how to mend, mended, with what is still wrong then.

        ``run``, ``id`` and ``rule`` select rejects as in ``rejects``. ``apply`` is ``safe`` for the
        mends that lose nothing (case, spaces around, legacy type names, forms of dates, uuids and
        numbers), ``all`` for all that there are. ``naive="suggest"`` adds: a date-time without
        offset is one in UTC. Rejects of bare bodies need their ``kind`` and ``org`` again.

        Nothing is written; ``apply_suggestions`` does that. Raises ArgumentError for options that
        make no sense.
        """
        from .suggestions import suggest

        rules = _held(rules)
        open_ = self.rejects(run=run, id=id, rule=rule, state="open")
        return suggest(open_, apply=apply, kind=kind, org=org, rules=rules)

    def apply_suggestions(
        self,
        *,
        run: int | None = None,
        id: int | None = None,  # noqa: A002
        rule: str | None = None,
        apply: Apply = "safe",
        rejects: Path | None = None,
        dry_run: bool = False,
        kind: str | None = None,
        org: str | None = None,
        progress: ProgressCall = None,
        **rules: Unpack[RuleOptions],
    ) -> LoadReport:
        """Mend the open rejects that ``suggestions`` gives with the same options, and replay them.

        Rejects without a mend stay as they are. ``rejects``, ``dry_run`` and ``progress`` are those
        of ``replay``, as is what it raises.
        """
        from .suggestions import mended_lines

        rules = _held(rules)
        found = self.suggestions(
            run=run, id=id, rule=rule, apply=apply, kind=kind, org=org, **rules
        )
        with mended_lines(found) as (lines, ids):
            return self.replay(
                lines,
                id=ids,
                rejects=rejects,
                dry_run=dry_run,
                kind=kind,
                org=org,
                progress=progress,
                **rules,
            )

    def rejects_summary(self) -> list[RejectGroup]:
        """How many rejects each run has in each state, and which rules they break."""
        return reject_groups(self)

    def drop_rejects(
        self,
        *,
        run: int | None = None,
        id: int | None = None,  # noqa: A002
        rule: str | None = None,
    ) -> int:
        """Give open rejects up: those that these select, all if none is given. Returns how many.

        They stay in the ledger as ``dropped``.
        """
        return self._engine.drop_rejects(reject_filter(run=run, id=id, rule=rule))

    def report(
        self,
        run: int,
        target: Path | IO[bytes],
        *,
        max_rejects: int = 10_000,
    ) -> int:
        """Write a page about a run of the ledger, with its rejects; return how many are in it.

        ``target`` is a path or a binary stream. The page is one HTML file that needs nothing else:
        counts, broken rules, and rejects with their findings and lines, which a browser filters.

        Raises NotFoundError if there is no such run, OutputError if the file cannot be written.
        """
        from .html.run_page import run_page

        most = integer("max_rejects", max_rejects, least=0)
        self._refuse_own_file(target)
        page, count = run_page(self, self.run(integer("run", run)), most)
        if not isinstance(target, (str, os.PathLike)):
            target.write(page)
            return count
        try:
            with open(target, "wb") as file:  # noqa: PTH123
                file.write(page)
        except OSError as error:
            raise OutputError(f"{os.fspath(target)}: {error.strerror}") from error
        return count

    # --- reading ---------------------------------------------------------------------------------

    def org(self, name: str) -> Organisation:
        """What one organisation has; it sees nothing of any other."""
        return Organisation(self, name)

    def counts(self) -> dict[str, int]:
        """Subscriptions, and current documents by kind, of all organisations."""
        return self._engine.counts("")

    def query(
        self,
        sql: str,
        params: Sequence[SqlValue] = (),
        *,
        valid: datetime | None = None,
        known: datetime | None = None,
        timeout: float | None = None,
    ) -> Rows:
        """Run one SELECT over all organisations; ``params`` are bound in order.

        Tables and readable views (``v_…``) are told in docs/reference/store.md. With ``valid`` or
        ``known`` the views show that moment; see ``as_of``.

        Raises ArgumentError for SQL that is wrong, would write or set something, or calls a
        function that is not known to be harmless; TypeError for a parameter that is not None, int,
        float, str or bytes; CancelledError for a query that takes longer than ``timeout`` seconds
        or makes a value beyond 64 MiB. Ctrl-C stops it. The whole answer is in memory.
        """
        if isinstance(params, (str, bytes)):
            raise ArgumentError("params is a sequence of values; give a single one as (value,)")
        if isinstance(params, (Mapping, Set)):
            raise ArgumentError("params is a sequence of values, bound in order; names bind none")
        answer = self._engine.query(
            text("sql", sql),
            tuple(params),
            valid=valid,
            known=known,
            timeout=None if timeout is None else seconds("timeout", timeout),
        )
        return Rows(*answer)

    def frame(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        where: str | None = None,
        params: Sequence[FrameValue] = (),
        *,
        as_of: Snapshot | None = None,
        valid: datetime | None = None,
        known: datetime | None = None,
    ) -> Frame:
        """A table as typed columns for polars, pandas, pyarrow, DuckDB; ``frames`` tells which.

        * ``columns``: which of them, in this order; all if None.
        * ``where``: a condition of SQL over the columns of the frame, without SELECT.
        * ``params``: bound in order to its ``?``; a datetime, date, Decimal or UUID compares with
          columns of its kind.
        * ``as_of``, or ``valid`` and ``known``: the moment that it shows, where it is of
          subscriptions or of the contents of their documents; others are as they are now.

        Raises ArgumentError for a name, column or condition that makes no sense.
        """
        return frame_of(self, name, columns, where, params, as_of=as_of, valid=valid, known=known)

    def as_of(self, *, valid: datetime | None = None, known: datetime | None = None) -> Snapshot:
        """The store at a moment on the two axes of history.

        * ``valid``: when a fact held, by the documents; whenever if None.
        * ``known``: when the store had learned of it; now if None.

        Raises ArgumentError for a datetime without a time zone.
        """
        return Snapshot(self, valid, known)

    @property
    def plot(self) -> Plots:
        """Charts of what all organisations have."""
        return Plots(self)

    # --- operations ------------------------------------------------------------------------------
    # Those on a subscription are methods of Organisation.

    def handle(
        self,
        verb: str,
        path: str,
        query: str | None = None,
        body: str | bytes | None = None,
        *,
        user: str | None = None,
        now: datetime | None = None,
    ) -> Response:
        """Answer a request as the API documents write it; ``operations`` tells which there are.

        ``path`` may carry the query; ``body`` is JSON. ``user`` and ``now`` are those of
        ``Organisation``. An error is an answer too: raises only ClosedError, what a risk policy
        raises, and StorageError of operations whose documents have no 500.
        """
        options = options_of(user, None, now)
        answer = self._engine.handle(
            text("verb", verb),
            text("path", path),
            text("query", query or ""),
            body if isinstance(body, bytes) else text("body", body or ""),
            options=options,
        )
        return Response(*answer)

    def run_due(
        self,
        now: datetime | None = None,
        *,
        user: str | None = None,
        progress: ProgressCall = None,
    ) -> DueReport:
        """Do what is due at ``now``, the present if None, of all organisations.

        Each change is checked again and is an operation of its own: one that is no longer allowed
        fails and stops no other, and a run that was stopped can be run again. ``progress`` is as
        for ``load``.
        """
        options = options_of(user, None, now)
        return DueReport._of(self._engine.run_due(options=options, progress=caller_of(progress)))

    def simulate(self, until: datetime) -> DueReport:
        """What ``run_due`` would do at that instant. Changes nothing."""
        return DueReport._of(self._engine.simulate(until))

    def scheduled(self) -> list[ScheduledChange]:
        """What is to happen, of all organisations, the next first."""
        rows = self._engine.scheduled("", None)
        return Listing((ScheduledChange._of(row) for row in rows), "changes")

    def audit(self) -> list[AuditEntry]:
        """The audit log of all organisations, the oldest first."""
        rows = self._engine.audit("", None)
        return Listing((AuditEntry._of(row) for row in rows), "audit entries")

    def catalogue(self) -> list[_core.Product]:
        """All products with those that each may change to, by id."""
        return self._engine.catalogue()

    def health(self) -> _core.HealthResponse:
        """Whether the store can be read and written: ``pass`` or ``fail``."""
        return self._engine.health()

    @property
    def risk_policy(self) -> RiskPolicy | None:
        """What is asked before a tariff change, or None.

        A function of a ``RiskQuestion`` that returns None to let the change pass, or the risk
        decision for which it has to wait (see ``products.resolve_risk``). It is called within the
        operation, on its thread, while that is the one writer of the store; it may read the store.
        What it raises refuses the operation and is raised by it.
        """
        return self._risk_policy

    @risk_policy.setter
    def risk_policy(self, policy: RiskPolicy | None) -> None:
        if policy is not None and not callable(policy):
            raise TypeError(f"a risk policy is a function, not {type(policy).__name__}")
        self._engine.set_risk_policy(None if policy is None else _asking(self))
        self._risk_policy = policy

    # --- the ways out ----------------------------------------------------------------------------

    @overload
    def export(
        self, target: None = None, *, org: str | None = None, progress: ProgressCall = None
    ) -> bytes: ...
    @overload
    def export(
        self, target: Path | IO[bytes], *, org: str | None = None, progress: ProgressCall = None
    ) -> int: ...
    def export(
        self,
        target: Path | IO[bytes] | None = None,
        *,
        org: str | None = None,
        progress: ProgressCall = None,
    ) -> bytes | int:
        """Write each current document as a line of a dump, and return how many.

        ``target`` is a path or a binary stream; without one the dump is returned as bytes. Lines
        are in the order of organisation, legacy id and kind, so that equal stores give equal bytes;
        they load into an equal store. ``org`` leaves out all other organisations.

        Raises OutputError if the file cannot be written.
        """
        if org is not None:
            refuse_nameless(org)
        buffer = None
        if target is None:
            from io import BytesIO

            buffer = target = BytesIO()
        self._refuse_own_file(target)
        output = os.fsencode(target) if isinstance(target, (str, os.PathLike)) else target
        count = self._engine.export(output, org=org or "", progress=caller_of(progress))
        return count if buffer is None else buffer.getvalue()

    def digest(self) -> str:
        """32 hexadecimal digits over all current documents.

        Equal for stores that hold the same, however it came there. Ctrl-C stops it.
        """
        return self._engine.digest()

    def backup(self, path: Path) -> None:
        """Copy the store, as it is now, to another file while others go on reading and writing.

        Raises OutputError if there is such a file already, ArgumentError for the name of one that
        the store itself may have, StorageError if it cannot be written. Ctrl-C stops it. A copy
        that is not whole is removed.
        """
        self._engine.backup(os.fsencode(path))

    def check(
        self,
        *,
        max_findings: int = 100_000,
        progress: ProgressCall = None,
        **rules: Unpack[RuleOptions],
    ) -> CheckReport:
        """Look for damage, and check all rules over all that is current.

        ``max_findings``: how many the report keeps. The options of the rules are those of
        ``validate``; rules that were lowered for a load are to be lowered here too.
        """
        ok, damage, run = self._engine.check(
            options=rule_options(**rules),
            max_findings=integer("max_findings", max_findings, least=0),
            progress=caller_of(progress),
        )
        return CheckReport(ok, tuple(damage), Report(run))

    def _refuse_own_file(self, output: Path | IO[bytes] | None) -> None:
        """An output that is the store itself would destroy it."""
        if output is None:
            return
        if any(is_one_file(os.fsdecode(own), output) for own in self._engine.files()):
            name = output if isinstance(output, (str, os.PathLike)) else output.name
            raise ArgumentError(f"{name} is the store itself")


def _held(rules: RuleOptions) -> RuleOptions:
    """The options, to be used more than once."""
    reasons = rules.get("status_reasons")
    return rules if reasons is None else {**rules, "status_reasons": list(reasons)}


def _load_options(rules: RuleOptions, **options: Any) -> dict[str, Any]:
    return {**rule_options(**rules), "known_at": rules.get("now"), **options}


def _asking(database: Database) -> Callable[..., str | None]:
    """What the core calls to ask a store's risk policy.

    The core holds it where the garbage collector does not see it, so that it must not hold the
    store, nor the policy, which may hold the store.
    """
    import weakref

    held = weakref.ref(database)

    def ask(
        org: str, legacy_id: int, from_: int, to: int, scheduled_date: date | None, user: str
    ) -> str | None:
        found = held()
        policy = None if found is None else found._risk_policy
        if policy is None:
            return None
        return policy(RiskQuestion(org, legacy_id, from_, to, scheduled_date, user))

    return ask


def _schema_version() -> int:
    """Of the stores that this library opens."""
    return _core.migrations(_MEMORY.encode())[-1][0]
