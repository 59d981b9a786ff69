"""Several bots on one database: whose subscribers, deliveries and updates they are."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def _bot() -> sa.Column[int]:
    # 0 until the first bot that starts takes over what was there before it.
    return sa.Column("bot", sa.BigInteger(), nullable=False, server_default="0")


def upgrade() -> None:
    op.create_table(
        "bots",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bots")),
    )
    with op.batch_alter_table("subscribers", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(_bot())
        batch.drop_constraint(op.f("uq_subscribers_chat_id_thread_id"), type_="unique")
        batch.create_unique_constraint(
            op.f("uq_subscribers_chat_id_thread_id_bot"), ["chat_id", "thread_id", "bot"]
        )
    op.add_column("outbox", _bot())
    queued = sa.text("state = 'queued'")
    op.drop_index("ix_outbox_queue", table_name="outbox")
    op.create_index(
        "ix_outbox_queue",
        "outbox",
        ["bot", "rank", "id"],
        sqlite_where=queued,
        postgresql_where=queued,
    )
    op.drop_index("ix_outbox_not_before", table_name="outbox")
    op.create_index(
        "ix_outbox_not_before",
        "outbox",
        ["bot", "not_before"],
        sqlite_where=queued,
        postgresql_where=queued,
    )
    with op.batch_alter_table("inbox") as batch:
        batch.add_column(_bot())
        batch.drop_constraint(op.f("pk_inbox"), type_="primary")
        batch.create_primary_key(op.f("pk_inbox"), ["bot", "id"])
