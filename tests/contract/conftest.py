"""The storage fixtures, found by their names."""

from tests.contract.fixtures import (
    colleague,
    database_url,
    postgres_template,
    postgres_url,
    sqlite_path,
    sqlite_url,
    storage,
    template,
)

__all__ = [
    "colleague",
    "database_url",
    "postgres_template",
    "postgres_url",
    "sqlite_path",
    "sqlite_url",
    "storage",
    "template",
]
