"""The storage fixtures, found by their names."""

from tests.contract.fixtures import (
    database_url,
    empty_url,
    postgres_template,
    postgres_url,
    sqlite_path,
    sqlite_url,
    storage,
    template,
)

__all__ = [
    "database_url",
    "empty_url",
    "postgres_template",
    "postgres_url",
    "sqlite_path",
    "sqlite_url",
    "storage",
    "template",
]
