"""Developments of stories, copies of texts, and what administrators split and merged."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("entries", sa.Column("copy_of", ROW_ID, nullable=True))
    op.add_column("stories", sa.Column("began", sa.BigInteger(), nullable=True))
    op.add_column("stories", sa.Column("told", sa.JSON(), nullable=True))
    op.add_column("stories", sa.Column("news", sa.JSON(), nullable=True))
    op.execute("UPDATE stories SET began = sequence")
    op.create_table(
        "corrections",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("story_id", sa.BigInteger(), nullable=False),
        sa.Column("other_id", sa.BigInteger(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
        sqlite_autoincrement=True,
    )
