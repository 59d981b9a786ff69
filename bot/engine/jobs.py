"""PgQueuer's jobs: how many of them, and the way to its tables."""

from collections.abc import Mapping
from math import ceil
from typing import Any

from pgqueuer.adapters.persistence.qb import (
    QueryBuilderEnvironment,
    QueryQueueBuilder,
    QuerySchedulerBuilder,
)
from pgqueuer.db import AsyncpgPoolDriver
from pgqueuer.domain.settings import DBSettings
from pgqueuer.queries import Queries

# Rows that one member takes on at a time; more of them are worth another member.
BATCHES = {"poll": 50, "summarise": 20}
# However long the queue is: a fleet has no more machines.
MOST_JOBS = 16
# Named here one by one: PgQueuer would take them from the environment, by names as short as
# CHANNEL. They are those of the migration.
NAMES = {
    "prefix": "",
    "db_schema": None,
    "channel": "ch_pgqueuer",
    "function": "fn_pgqueuer_changed",
    "statistics_table": "pgqueuer_statistics",
    "queue_status_type": "pgqueuer_status",
    "queue_table": "pgqueuer",
    "queue_table_log": "pgqueuer_log",
    "trigger": "tg_pgqueuer_changed",
    "schedules_table": "pgqueuer_schedules",
    "durability": "durable",
}


def queries_on(pool: Any) -> Queries:  # Any: the driver has no types
    """PgQueuer's way to its tables."""
    names = DBSettings.model_validate(NAMES)
    return Queries(
        AsyncpgPoolDriver(pool),
        QueryBuilderEnvironment(names),
        QueryQueueBuilder(names),
        QuerySchedulerBuilder(names),
    )


def wanted(waiting: Mapping[str, int]) -> Mapping[str, int]:
    """How many members each kind of work can use."""
    return {
        name: min(ceil(rows / BATCHES.get(name, rows)), MOST_JOBS)
        for name, rows in waiting.items()
        if rows
    }


async def call(queries: Queries, members: Mapping[str, int]) -> None:
    """Make so many jobs of each name, without those that are there already."""
    names = [name for name, count in members.items() for _ in range(count)]
    if not names:
        return
    keys = [f"{name} {number}" for name, count in members.items() for number in range(count)]
    await queries.enqueue(
        names,
        [None] * len(names),
        [0] * len(names),
        dedupe_key=list(keys),
        on_conflict="skip",
    )
