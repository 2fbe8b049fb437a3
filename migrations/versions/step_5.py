"""The provinces that runs and plans are of, as their campaigns had them."""

from __future__ import annotations

import csv
import io
import json
import zlib

import sqlalchemy as sa
from alembic import op

revision = "step_5"
down_revision = "step_4"
DOCUMENTS = {"runs": "document", "plans": "campaign_document"}
"""The column in which each table tells the document of its campaign."""


def upgrade() -> None:
    """Take the step; there is none back but the backup."""
    for name, column in DOCUMENTS.items():
        with op.batch_alter_table(name) as batch_op:
            provinces = sa.Column("provinces", sa.JSON(none_as_null=True), nullable=False, server_default="{}")
            batch_op.add_column(provinces)
        _write_provinces(name, column)
        with op.batch_alter_table(name) as batch_op:
            batch_op.alter_column("provinces", server_default=None)


def _write_provinces(name: str, column: str) -> None:
    """Write the provinces of each row of a table, which only the documents of their campaigns say."""
    rows = sa.table(name, sa.column(column), sa.column("provinces", sa.JSON(none_as_null=True)))
    documents = sa.table("documents", sa.column("sha256"), sa.column("data", sa.LargeBinary))
    connection = op.get_bind()
    # One campaign's document at a time: those of a season take megabytes.
    for (digest,) in connection.execute(sa.select(rows.c[column]).distinct()).all():
        data = connection.execute(sa.select(documents.c.data).where(documents.c.sha256 == digest)).scalar_one()
        connection.execute(rows.update().where(rows.c[column] == digest).values(provinces=_provinces(data)))


def _provinces(data: bytes) -> dict[str, str]:
    """Return the region of each province of a campaign, by code, as its document was kept at that step."""
    text = json.loads(zlib.decompress(data)).get("provinces.csv", "")
    return {row["code"]: row["region"] for row in csv.DictReader(io.StringIO(text, newline=""))}
