"""Driver errors become ours, sorted by what to do next."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import BadDatabase, DamagedDatabase, GiveUpItem, SariwartaError, TryLater

# SQLite's primary result codes; the extended ones carry more in the higher bits.
_SQLITE = {
    sqlite3.SQLITE_BUSY: TryLater("the database is locked by another process"),
    sqlite3.SQLITE_LOCKED: TryLater("the database is locked by another connection"),
    sqlite3.SQLITE_INTERRUPT: TryLater("the database work was interrupted"),
    sqlite3.SQLITE_FULL: TryLater("the disk that holds the database is full; make room"),
    sqlite3.SQLITE_IOERR: TryLater("the disk that holds the database does not answer properly"),
    sqlite3.SQLITE_NOMEM: TryLater("the database ran out of memory"),
    sqlite3.SQLITE_READONLY: BadDatabase(
        "the database can not be written; check the owner and rights of its file and folder"
    ),
    sqlite3.SQLITE_PERM: BadDatabase("the rights of the database file forbid its use"),
    sqlite3.SQLITE_CANTOPEN: BadDatabase(
        "the database file can not be opened; check that its folder exists and can be written"
    ),
    sqlite3.SQLITE_CORRUPT: DamagedDatabase("the database is damaged; restore the last backup"),
    sqlite3.SQLITE_NOTADB: DamagedDatabase(
        "the file is not a database; name another one, or restore the last backup"
    ),
    sqlite3.SQLITE_CONSTRAINT: GiveUpItem("the database refuses these values"),
    sqlite3.SQLITE_TOOBIG: GiveUpItem("a value is too large for the database"),
    sqlite3.SQLITE_MISMATCH: GiveUpItem("a value is of the wrong kind for the database"),
}

# PostgreSQL's SQLSTATE, longest prefix first.
_POSTGRES: tuple[tuple[str, SariwartaError], ...] = (
    ("25006", TryLater("the database is read-only at the moment")),
    ("3D000", BadDatabase("the database server has no database of this name; create it")),
    ("42501", BadDatabase("the database user may not do this; grant it the rights")),
    ("08", TryLater("the connection to the database server was lost")),
    ("22", GiveUpItem("a value is of the wrong kind for the database")),
    ("23", GiveUpItem("the database refuses these values")),
    ("28", BadDatabase("the database server refuses the user or password")),
    ("40", TryLater("the database asks to repeat the transaction")),
    ("53", TryLater("the database server is short of disk, memory or connections")),
    ("55", TryLater("the database is locked by another process")),
    ("57", TryLater("the database server is stopping or starting")),
    ("58", TryLater("the disk of the database server does not answer properly")),
    ("XX", DamagedDatabase("the database is damaged; restore the last backup")),
)


@contextmanager
def our_errors() -> Iterator[None]:
    """No error of SQLAlchemy or a driver leaves this block."""
    try:
        yield
    except SQLAlchemyError as error:
        if isinstance(error, StatementError) and isinstance(error.orig, ValueError):
            # Refused by our own column types, before the database saw it: a mistake in the program.
            raise error.orig from error
        raise translated(error) from error
    except OSError as error:
        raise TryLater("the database server can not be reached") from error
    except UnicodeError as error:
        raise GiveUpItem("a text holds characters that can not be stored") from error


@contextmanager
def of_driver() -> Iterator[None]:
    """The same for the few places that use SQLite's driver itself."""
    try:
        yield
    except sqlite3.Error as error:
        raise _by_causes(error) from error


def translated(error: SQLAlchemyError) -> SariwartaError:
    match error:
        case PoolTimeout():
            return TryLater("all connections to the database are busy")
        case DBAPIError():
            return _by_driver(error)
        case _:
            return BadDatabase(f"the database work failed: {type(error).__name__}")


def _by_driver(error: DBAPIError) -> SariwartaError:
    if error.connection_invalidated:
        return TryLater("the connection to the database was lost")
    return _by_causes(error)


def _by_causes(error: Exception) -> SariwartaError:
    for cause in _causes(error):
        code = getattr(cause, "sqlite_errorcode", None)
        if code is not None:
            # The lowest byte is the primary result code; the rest only details it.
            return _fresh(_SQLITE.get(code & 0xFF), cause)
        state = getattr(cause, "sqlstate", None)
        if state is not None:
            known = next((known for prefix, known in _POSTGRES if state.startswith(prefix)), None)
            return _fresh(known, cause)
    return _fresh(None, error)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.orig if isinstance(error, DBAPIError) else error.__cause__


def _fresh(known: SariwartaError | None, cause: BaseException) -> SariwartaError:
    # A new object each time: a raised exception carries its traceback along.
    if known is None:
        return BadDatabase(f"the database work failed: {cause}")
    return type(known)(*known.args)
