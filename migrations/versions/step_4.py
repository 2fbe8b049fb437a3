"""What plans spend in all, and what is known of the whole plan while a run goes on."""

from __future__ import annotations

import json
import zlib
from decimal import Decimal

import sqlalchemy as sa
from alembic import op

revision = "step_4"
down_revision = "step_3"


def upgrade() -> None:
    """Take the step; there is none back but the backup."""
    with op.batch_alter_table("runs") as batch_op:
        batch_op.add_column(sa.Column("whole", sa.JSON(none_as_null=True), nullable=True))
    with op.batch_alter_table("plans") as batch_op:
        batch_op.add_column(sa.Column("spent_centimes", sa.BigInteger(), nullable=False, server_default="0"))
    _add_up_spending()
    with op.batch_alter_table("plans") as batch_op:
        batch_op.alter_column("spent_centimes", server_default=None)


def _add_up_spending() -> None:
    """Write what each plan of a database that has some spends, which only its document says."""
    plans = sa.table("plans", sa.column("number"), sa.column("document"), sa.column("spent_centimes"))
    documents = sa.table("documents", sa.column("sha256"), sa.column("data", sa.LargeBinary))
    connection = op.get_bind()
    # One plan's document at a time: those of a season take tens of megabytes.
    for number, digest in connection.execute(sa.select(plans.c.number, plans.c.document)).all():
        data = connection.execute(sa.select(documents.c.data).where(documents.c.sha256 == digest)).scalar_one()
        spent = plans.update().where(plans.c.number == number).values(spent_centimes=_spent_centimes(data))
        connection.execute(spent)


def _spent_centimes(data: bytes) -> int:
    """Return what the chapters of a plan add up to, as its document was kept at that step."""
    told = json.loads(json.loads(zlib.decompress(data))["plan.json"], parse_float=Decimal)
    return int(100 * sum(told["indicators"]["money_by_chapter"].values()))
