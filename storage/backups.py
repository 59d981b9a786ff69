"""Backups in a folder: what they are called, and which of them are old enough to go."""

from datetime import UTC, datetime
from pathlib import Path

# Sorted by name is sorted by time.
_STAMP = "%Y%m%dT%H%M%SZ"
_PREFIX = "sariwarta-"
_BEFORE = "before-upgrade-from-"


def dated(folder: Path, now: datetime) -> Path:
    """Where the backup of this moment goes."""
    return folder / f"{_PREFIX}{now.strftime(_STAMP)}.db"


def before_upgrade(folder: Path, now: datetime, revision: str) -> Path:
    """Where the state before an upgrade goes; no rotation deletes it."""
    return folder / f"{_BEFORE}{revision}-{now.strftime(_STAMP)}.db"


def taken(folder: Path) -> tuple[Path, ...]:
    """The dated backups of a folder, oldest first."""
    return tuple(sorted(path for path in folder.glob(f"{_PREFIX}*.db") if _moment(path)))


def newest(folder: Path) -> datetime | None:
    """When the last dated backup was made."""
    found = taken(folder)
    return _moment(found[-1]) if found else None


def rotate(folder: Path, keep: int) -> int:
    """Delete all dated backups but the newest `keep`; returns how many."""
    old = taken(folder)[:-keep]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _moment(path: Path) -> datetime | None:
    try:
        found = datetime.strptime(path.stem.removeprefix(_PREFIX), _STAMP)  # noqa: DTZ007 -- below
    except ValueError:
        return None
    return found.replace(tzinfo=UTC)
