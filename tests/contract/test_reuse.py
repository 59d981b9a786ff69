"""Each test on PostgreSQL finds a database like new, whatever the one before it did."""

from sqlalchemy.ext.asyncio import create_async_engine

from tests.contract.reuse import restore


async def _do(url: str, *statements: str) -> list[object]:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        results = [await connection.exec_driver_sql(statement) for statement in statements]
        rows = list(results[-1].scalars()) if results[-1].returns_rows else []
    await engine.dispose()
    return rows


async def test_rows_and_numbers_are_as_before(postgres_url: str) -> None:
    first = await _do(postgres_url, "SELECT count(*) FROM counters")
    await _do(postgres_url, "DELETE FROM counters", "SELECT setval('stories_id_seq', 41)")

    assert await restore(postgres_url)

    assert await _do(postgres_url, "SELECT count(*) FROM counters") == first
    assert await _do(postgres_url, "SELECT nextval('stories_id_seq')") == [1]


async def test_changed_table_is_noticed(postgres_url: str) -> None:
    await _do(postgres_url, "ALTER TABLE mutes ADD COLUMN extra integer")

    assert not await restore(postgres_url)


async def test_lost_index_is_noticed(postgres_url: str) -> None:
    (index,) = await _do(
        postgres_url,
        "SELECT indexname FROM pg_indexes WHERE tablename = 'entries'"
        " AND indexdef NOT LIKE '%UNIQUE%' LIMIT 1",
    )
    await _do(postgres_url, f"DROP INDEX {index}")

    assert not await restore(postgres_url)
