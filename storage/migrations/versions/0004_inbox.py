"""The inbox of updates."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("taken", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("handled", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
    )
    left, done = sa.text("handled IS NULL"), sa.text("handled IS NOT NULL")
    op.create_index(
        "ix_inbox_left", "inbox", ["id"], sqlite_where=left, postgresql_where=left
    )
    op.create_index(
        "ix_inbox_handled", "inbox", ["handled"], sqlite_where=done, postgresql_where=done
    )
