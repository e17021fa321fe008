"""What polars, pandas, pyarrow, DuckDB and all others that read Arrow are given.

No Python object is made of a value: the core makes batches of columns and hands them over through
the Arrow PyCapsule interface.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import MissingExtraError

if TYPE_CHECKING:
    from types import ModuleType

    import pandas
    import polars
    import pyarrow

    from ._core import _FrameColumnRow


class ArrowTable:
    """A table that is read through Arrow, batch by batch. Each reading starts anew.

    Readers take it as it is, by ``__arrow_c_stream__``; the methods need what
    ``pip install 'abonado[polars]'``, ``[pandas]`` and ``[arrow]`` install, and raise
    MissingExtraError without. Enums are dictionaries (categories), instants timestamps in UTC,
    amounts decimals.
    """

    def _stream(self) -> object:
        """A capsule ``arrow_array_stream``."""
        raise NotImplementedError

    def _schema_capsule(self) -> object:
        """A capsule ``arrow_schema``."""
        raise NotImplementedError

    def _columns(self) -> list[_FrameColumnRow]:
        raise NotImplementedError

    @property
    def columns(self) -> tuple[str, ...]:
        """Their names, in order."""
        return tuple(column["name"] for column in self._columns())

    @property
    def schema(self) -> dict[str, str]:
        """The Arrow type of each column."""
        return {column["name"]: column["type"] for column in self._columns()}

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The Arrow PyCapsule interface. Types are those of ``schema``, whatever is requested."""
        return self._stream()

    def __arrow_c_schema__(self) -> object:
        return self._schema_capsule()

    def to_polars(self) -> polars.DataFrame:
        """All rows as a polars frame."""
        frame: polars.DataFrame = extra_module("polars", "polars").DataFrame(_Streamed(self))
        return frame

    def to_arrow(self) -> pyarrow.Table:
        """All rows as a pyarrow table."""
        table: pyarrow.Table = extra_module("pyarrow", "arrow").table(_Streamed(self))
        return table

    def to_pandas(self) -> pandas.DataFrame:
        """All rows as a pandas frame.

        Integers and booleans are ``Int64`` and ``boolean``, so that a missing one makes no floats
        of the others; days, amounts and bytes stay in Arrow (``ArrowDtype``), instants are
        ``datetime64[us, UTC]``.
        """
        pd, pa = extra_module("pandas", "pandas"), extra_module("pyarrow", "pandas")

        def dtype(kind: Any) -> Any:
            if kind == pa.int64():
                return pd.Int64Dtype()
            if kind == pa.bool_():
                return pd.BooleanDtype()
            as_it_is = (pa.types.is_decimal, pa.types.is_date, pa.types.is_binary)
            return pd.ArrowDtype(kind) if any(is_it(kind) for is_it in as_it_is) else None

        frame: pandas.DataFrame = pa.table(_Streamed(self)).to_pandas(types_mapper=dtype)
        return frame


class _Streamed:
    """The stream of a table and nothing else: readers look at what else an object can first."""

    def __init__(self, table: ArrowTable) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._table._stream()


def extra_module(module: str, extra: str) -> ModuleType:
    """The module, which comes with the extra. Raises MissingExtraError if it is not there."""
    from importlib import import_module

    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise MissingExtraError(module, extra) from None
