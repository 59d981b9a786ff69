"""What holds for all tests."""

from hypothesis import settings

from tests.contract.fixtures import (
    colleague,
    database_url,
    empty_url,
    postgres_room,
    postgres_template,
    postgres_url,
    sqlite_path,
    sqlite_url,
    storage,
    template,
)

# Fixtures, found by their names; here once, so that each session makes its templates once.
__all__ = [
    "colleague",
    "database_url",
    "empty_url",
    "postgres_room",
    "postgres_template",
    "postgres_url",
    "sqlite_path",
    "sqlite_url",
    "storage",
    "template",
]

# A busy machine makes single examples slow; pytest-timeout ends what really hangs.
settings.register_profile("no deadline", deadline=None)
settings.register_profile("long", deadline=None, max_examples=3000)
settings.load_profile("no deadline")
