"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guards import refuse

revision = "step_1"
down_revision = None


def upgrade() -> None:
    """Take the step; there is none back but the backup."""
    op.create_table(
        "campaigns",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("unread", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_campaigns")),
    )
    op.create_table(
        "documents",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_documents")),
    )
    op.create_table(
        "journal",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_journal")),
    )
    with op.batch_alter_table("journal") as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_about"), ["about"], unique=False)
        batch_op.create_index(batch_op.f("ix_journal_who"), ["who"], unique=False)

    op.create_table(
        "users",
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("provinces", sa.JSON(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('national', 'regional', 'provincial', 'field', 'reader')", name=op.f("ck_users_role_is_known")
        ),
        sa.PrimaryKeyConstraint("email", name=op.f("pk_users")),
    )
    op.create_table(
        "campaign_rows",
        sa.Column("campaign", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("unread", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.number"], name=op.f("fk_campaign_rows_campaign")),
        sa.PrimaryKeyConstraint("campaign", "table_name", "place", name=op.f("pk_campaign_rows")),
    )
    with op.batch_alter_table("campaign_rows") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_campaign_rows_campaign_table_name_code"), ["campaign", "table_name", "code"], unique=False
        )

    op.create_table(
        "campaign_tables",
        sa.Column("campaign", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.number"], name=op.f("fk_campaign_tables_campaign")),
        sa.PrimaryKeyConstraint("campaign", "name", name=op.f("pk_campaign_tables")),
    )
    op.create_table(
        "runs",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("campaign", sa.Integer(), nullable=False),
        sa.Column("campaign_version", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=64), nullable=False),
        sa.Column("settings", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heartbeat", sa.DateTime(timezone=True), nullable=True),
        sa.Column("progress", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("wants_stop", sa.Boolean(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed', 'stopped')", name=op.f("ck_runs_state_is_known")
        ),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.number"], name=op.f("fk_runs_campaign")),
        sa.ForeignKeyConstraint(["document"], ["documents.sha256"], name=op.f("fk_runs_document")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_runs")),
    )
    with op.batch_alter_table("runs") as batch_op:
        batch_op.create_index(batch_op.f("ix_runs_campaign"), ["campaign"], unique=False)
        batch_op.create_index(batch_op.f("ix_runs_state_leased_until"), ["state", "leased_until"], unique=False)

    op.create_table(
        "plans",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("campaign", sa.Integer(), nullable=False),
        sa.Column("campaign_version", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("input_sha256", sa.String(length=64), nullable=False),
        sa.Column("document", sa.String(length=64), nullable=False),
        sa.Column("campaign_document", sa.String(length=64), nullable=False),
        sa.Column("objective_centimes", sa.BigInteger(), nullable=False),
        sa.Column("bound_centimes", sa.BigInteger(), nullable=False),
        sa.Column("operations_centimes", sa.BigInteger(), nullable=False),
        sa.Column("visits_wanted", sa.BigInteger(), nullable=False),
        sa.Column("visits_counted", sa.BigInteger(), nullable=False),
        sa.Column("persons_wanted", sa.BigInteger(), nullable=False),
        sa.Column("persons_counted", sa.BigInteger(), nullable=False),
        sa.Column("persons_served", sa.BigInteger(), nullable=False),
        sa.Column("consultations", sa.BigInteger(), nullable=False),
        sa.Column("distance_m", sa.BigInteger(), nullable=False),
        sa.Column("nights", sa.BigInteger(), nullable=False),
        sa.Column("unit_days", sa.BigInteger(), nullable=False),
        sa.Column("caravans_held", sa.BigInteger(), nullable=False),
        sa.Column("persons_reached", sa.BigInteger(), nullable=False),
        sa.Column("covered_60", sa.BigInteger(), nullable=False),
        sa.Column("backed_up_60", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'approved', 'published', 'archived')", name=op.f("ck_plans_state_is_known")
        ),
        sa.CheckConstraint(
            "status IN ('optimal', 'feasible', 'stopped', 'infeasible')", name=op.f("ck_plans_status_is_known")
        ),
        sa.ForeignKeyConstraint(["campaign"], ["campaigns.number"], name=op.f("fk_plans_campaign")),
        sa.ForeignKeyConstraint(["campaign_document"], ["documents.sha256"], name=op.f("fk_plans_campaign_document")),
        sa.ForeignKeyConstraint(["document"], ["documents.sha256"], name=op.f("fk_plans_document")),
        sa.ForeignKeyConstraint(["run"], ["runs.number"], name=op.f("fk_plans_run")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_plans")),
        sa.UniqueConstraint("run", name=op.f("uq_plans_run")),
    )
    with op.batch_alter_table("plans") as batch_op:
        batch_op.create_index(batch_op.f("ix_plans_campaign"), ["campaign"], unique=False)

    refuse("journal", "UPDATE", "DELETE")
    refuse("documents", "UPDATE")
