"""PgQueuer's tables beside ours, and what is counted for its jobs."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.engine.jobs import call, queries_on
from storage import open_storage
from storage.opening import Storage
from tests.contract.given import NOW, begin, promised, reports

LATER = NOW + timedelta(days=30)


@pytest.fixture
async def storage(postgres_url: str) -> object:
    async with open_storage(postgres_url) as opened:
        yield opened


async def test_migration_makes_what_the_installed_pgqueuer_wants(storage: Storage) -> None:
    assert storage.jobs is not None
    async with storage.jobs.connections() as pool:
        plan = await queries_on(pool).plan_upgrade()

    assert (plan.statements, plan.notes) == ((), ())


async def test_what_waits_is_counted_by_kind(storage: Storage) -> None:
    assert storage.jobs is not None
    first, *_ = await reports(storage, 3)
    await begin(storage, first)
    await promised(storage, 1, "satu")

    waiting = await storage.jobs.waiting(LATER)

    assert waiting == {"poll": 1, "group": 1, "summarise": 1, "digest": 1}


async def test_what_is_young_does_not_wait(storage: Storage) -> None:
    assert storage.jobs is not None
    await reports(storage, 1)

    waiting = await storage.jobs.waiting(NOW - timedelta(days=9))

    assert (waiting["poll"], waiting["digest"]) == (0, 0)


async def test_messages_wait_for_their_own_bot(postgres_url: str) -> None:
    async with open_storage(postgres_url, bot=7) as one, open_storage(postgres_url, bot=8) as other:
        assert one.jobs is not None
        await promised(other, 1, "satu")

        waiting = await one.jobs.waiting(LATER)

    assert (waiting["deliver:7"], waiting["deliver:8"]) == (0, 1)


async def test_log_of_jobs_is_kept_for_a_day(storage: Storage) -> None:
    assert storage.jobs is not None
    now = datetime.now(UTC)
    async with storage.jobs.connections() as pool:
        queries = queries_on(pool)
        await call(queries, {"poll": 2})
        fresh = await storage.tidy(now, timedelta(days=30))
        old = await storage.tidy(now + timedelta(days=2), timedelta(days=30))
        left = await queries.queue_log()

    assert (fresh["jobs"], old["jobs"], left) == (0, 2, [])


async def test_same_job_is_not_queued_twice(storage: Storage) -> None:
    assert storage.jobs is not None
    async with storage.jobs.connections() as pool:
        queries = queries_on(pool)
        await call(queries, {"poll": 2})

        await call(queries, {"poll": 3, "digest": 1})

        sizes = {size.entrypoint: size.count for size in await queries.queue_size()}
    assert sizes == {"poll": 3, "digest": 1}
