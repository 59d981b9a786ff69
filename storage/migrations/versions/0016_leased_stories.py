"""Stories are leased, so that several machines summarise at once."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stories", sa.Column("holder", sa.BigInteger(), nullable=True))
