"""Days, quiet hours, instant news, the digest's style and pauses of some days."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Defaults only for the rows that are there: the program writes every column.
    every_day = sa.text("'[1, 2, 3, 4, 5, 6, 7]'")
    for column in (
        sa.Column("days", sa.JSON(), nullable=False, server_default=every_day),
        sa.Column("quiet", sa.JSON(), nullable=True),
        sa.Column("instant", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("style", sa.JSON(), nullable=False, server_default=sa.text("'{}'")),
        sa.Column("paused_until", sa.BigInteger(), nullable=True),
    ):
        op.add_column("subscribers", column)
