"""One PostgreSQL database for many tests: making it like new takes 2 ms, cloning one 160."""

from sqlalchemy.ext.asyncio import create_async_engine

# The few rows that a freshly migrated database starts with, and what its tables look like.
_REMEMBER = """
DO $$
DECLARE
    name text;
    used boolean;
BEGIN
    CREATE SCHEMA blank;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO used;
        IF used THEN
            EXECUTE format('CREATE TABLE blank.%I AS TABLE public.%I', name, name);
        END IF;
    END LOOP;
    CREATE VIEW blank.shape AS
        SELECT md5(string_agg(part, ' ' ORDER BY part)) AS sum FROM (
            SELECT format('%s %s %s %s', attrelid::regclass, attname, atttypid, attnotnull)
            FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
            WHERE relnamespace = 'public'::regnamespace
            UNION ALL
            SELECT pg_get_indexdef(indexrelid)
            FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
            WHERE relnamespace = 'public'::regnamespace
            UNION ALL
            SELECT conname || pg_get_constraintdef(oid)
            FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        ) AS parts (part);
    CREATE TABLE blank.shape_before AS TABLE blank.shape;
END $$"""
# Whoever is still connected, such as a process that the test killed.
_CUT_OFF = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""
_SAME_SHAPE = "SELECT (TABLE blank.shape) = (TABLE blank.shape_before)"
# Without triggers, so in any order; identity numbers start at one again.
_RESTORE = """
DO $$
DECLARE
    name text;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DELETE FROM public.%I', name);
        IF to_regclass(format('blank.%I', name)) IS NOT NULL THEN
            EXECUTE format('INSERT INTO public.%I TABLE blank.%I', name, name);
        END IF;
    END LOOP;
    PERFORM setval(format('public.%I', sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE schemaname = 'public';
END $$"""


async def remember(url: str) -> None:
    """Keep in the database itself, in a schema of its own, what it is like now."""
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.exec_driver_sql(_REMEMBER)
    await engine.dispose()


async def restore(url: str) -> bool:
    """Make the database as it was; False if a test changed its tables and it must be replaced."""
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.exec_driver_sql(_CUT_OFF)
        same = (await connection.exec_driver_sql(_SAME_SHAPE)).scalar_one()
        if same:
            await connection.exec_driver_sql(_RESTORE)
    await engine.dispose()
    return bool(same)
