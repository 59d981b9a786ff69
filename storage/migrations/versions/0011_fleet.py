"""Processes that work together: members, posts, who leased what, the list for all."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "members",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("beat", sa.BigInteger(), nullable=False),
        sa.Column("started", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "posts",
        sa.Column("name", sa.String(63), nullable=False),
        sa.Column("holder", sa.BigInteger(), nullable=True),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_posts")),
    )
    op.create_table(
        "feed_lists",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("hash", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_lists")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_feed_lists_hash"), "feed_lists", ["hash"], unique=False)
    op.add_column("feeds", sa.Column("holder", sa.BigInteger(), nullable=True))
    op.add_column("inbox", sa.Column("chat", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("inbox", sa.Column("holder", sa.BigInteger(), nullable=True))
    left = sa.text("handled IS NULL")
    op.create_index(
        "ix_inbox_chat", "inbox", ["chat", "id"], sqlite_where=left, postgresql_where=left
    )
