"""Column types that mean the same in SQLite and PostgreSQL."""

from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import BigInteger, Column, Dialect, ForeignKey, Integer, Row
from sqlalchemy.types import TypeDecorator

# A row of a table: what its columns hold is written in the tables, not in Python's types.
AnyRow: TypeAlias = Row[*tuple[Any, ...]]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
# SQLite numbers rows itself only in a column that is declared INTEGER.
RowId = BigInteger().with_variant(Integer(), "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment as microseconds since 1970, so that both databases sort and compare alike."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        del dialect
        return None if value is None else to_microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        del dialect
        return None if value is None else to_moment(value)


class Duration(TypeDecorator[timedelta]):
    """A length of time in microseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        del dialect
        return None if value is None else value // MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:
        del dialect
        return None if value is None else timedelta(microseconds=value)


def to_microseconds(moment: datetime) -> int:
    """Refuses a naive moment: guessing its zone would move news by hours."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a zone can not be stored: {moment!r}")
    return (moment - EPOCH) // MICROSECOND


def to_moment(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)


def row_id() -> Column[Any]:
    return Column("id", RowId, primary_key=True)


def reference(name: str, target: str, *, index: bool = False) -> Column[Any]:
    return Column(name, RowId, ForeignKey(target), nullable=False, index=index)


def bot(*, primary_key: bool = False) -> Column[Any]:
    """The number of the bot in Telegram; 0 = whoever comes first takes it over."""
    options: dict[str, Any] = {"primary_key": True, "autoincrement": False} if primary_key else {}
    return Column("bot", BigInteger, nullable=False, server_default="0", **options)
