"""Who is due in the order of the index: PostgreSQL sorted everybody who is due for each page."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, in_sqlite, condition in (
        ("feeds", "enabled IS 1", "enabled IS true"),
        ("subscribers", "status = 'active'", "status = 'active'"),
    ):
        op.drop_index(f"ix_{table}_due", table_name=table)
        op.create_index(
            f"ix_{table}_due",
            table,
            ["due", "id"],
            sqlite_where=sa.text(in_sqlite),
            postgresql_where=sa.text(condition),
        )
