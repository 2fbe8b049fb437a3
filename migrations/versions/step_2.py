"""How many workers fell silent over a run."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "step_2"
down_revision = "step_1"


def upgrade() -> None:
    """Take the step; there is none back but the backup."""
    with op.batch_alter_table("runs") as batch_op:
        batch_op.add_column(sa.Column("lost", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("runs") as batch_op:
        batch_op.alter_column("lost", server_default=None)
