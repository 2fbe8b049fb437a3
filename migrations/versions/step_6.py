"""What nobody read: codes of rows beside their cells, when logins began, and accounts, of which the journal tells."""

from __future__ import annotations

from alembic import op

revision = "step_6"
down_revision = "step_5"


def upgrade() -> None:
    """Take the step; there is none back but the backup."""
    with op.batch_alter_table("campaign_rows") as batch_op:
        batch_op.drop_index(batch_op.f("ix_campaign_rows_campaign_table_name_code"))
        batch_op.drop_column("code")
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_column("created")
    with op.batch_alter_table("logins") as batch_op:
        batch_op.drop_column("opened")
