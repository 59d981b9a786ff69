"""What is sent at once."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _own(name: str, column: str, *columns: sa.Column[object]) -> None:
    """A table of rows that belong to one subscriber, one for each value of `column`."""
    op.create_table(
        name,
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("subscriber_id", ROW_ID, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f(f"fk_{name}_subscriber_id_subscribers"),
        ),
        sa.UniqueConstraint(
            "subscriber_id", column, name=op.f(f"uq_{name}_subscriber_id_{column}")
        ),
        sqlite_autoincrement=True,
    )


def upgrade() -> None:
    _own(
        "instants",
        "story_id",
        sa.Column("story_id", sa.BigInteger(), nullable=False),
        sa.Column("digest_id", sa.BigInteger(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
    )
    op.create_index(op.f("ix_instants_made"), "instants", ["made"], unique=False)
    _own("alerts", "query", sa.Column("query", sa.Text(), nullable=False))
    op.create_index(
        "ix_subscribers_instant",
        "subscribers",
        ["id"],
        unique=False,
        sqlite_where=sa.text("instant IS 1"),
        postgresql_where=sa.text("instant IS true"),
    )
