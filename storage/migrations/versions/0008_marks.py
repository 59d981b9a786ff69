"""What polling remembers of a feed's items, so that known ones need no second look."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    nothing = sa.Column("marks", sa.LargeBinary(), nullable=False, server_default=sa.text("''"))
    op.add_column("feeds", nothing)
