"""What feeds say about their hubs, and what was agreed with those."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NOTHING = sa.text("''")


def upgrade() -> None:
    op.add_column("feeds", sa.Column("hub", sa.Text(), nullable=False, server_default=NOTHING))
    op.add_column("feeds", sa.Column("topic", sa.Text(), nullable=False, server_default=NOTHING))
    op.add_column("feeds", sa.Column("pushed", sa.BigInteger()))
    op.create_table(
        "hub_lines",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("feed_id", ROW_ID, nullable=False),
        sa.Column("hub", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("lease_ends", sa.BigInteger()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hub_lines")),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feeds.id"], name=op.f("fk_hub_lines_feed_id_feeds")
        ),
        sa.UniqueConstraint("token", name=op.f("uq_hub_lines_token")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_hub_lines_feed_id"), "hub_lines", ["feed_id"])
    op.create_index(op.f("ix_hub_lines_due"), "hub_lines", ["due"])
