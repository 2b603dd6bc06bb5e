"""The tables of procrastinate."""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    connection = op.get_bind()
    if connection.exec_driver_sql("SELECT to_regclass('procrastinate_jobs')").scalar_one() is None:
        connection.exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))
    op.execute("DROP TABLE IF EXISTS kit_schema")
