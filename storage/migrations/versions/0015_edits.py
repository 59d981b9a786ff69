"""When an outlet changed its report, and what the headline was at first."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NOTHING = sa.text("''")


def upgrade() -> None:
    op.add_column("entries", sa.Column("edited", sa.BigInteger()))
    op.add_column(
        "entries", sa.Column("first_title", sa.Text(), nullable=False, server_default=NOTHING)
    )
