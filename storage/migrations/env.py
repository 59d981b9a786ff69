"""Runs the migrations on the connection that `storage.schema` hands over."""

from alembic import context

from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # The caller holds the transaction and the lock; SQLite can alter tables only by copying.
    transactional_ddl=False,
    render_as_batch=True,
)
context.run_migrations()
