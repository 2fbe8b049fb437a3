"""Logins, those that failed, and workers that wait."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "step_3"
down_revision = "step_2"


def upgrade() -> None:
    """Take the step; there is none back but the backup."""
    op.create_table(
        "login_failures",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("email_sha256", sa.String(length=64), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_login_failures")),
    )
    with op.batch_alter_table("login_failures") as batch_op:
        batch_op.create_index(batch_op.f("ix_login_failures_address_at"), ["address", "at"], unique=False)

    op.create_table(
        "workers",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_workers")),
    )
    op.create_table(
        "logins",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("opened", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["email"], ["users.email"], name=op.f("fk_logins_email")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_logins")),
    )
    with op.batch_alter_table("logins") as batch_op:
        batch_op.create_index(batch_op.f("ix_logins_email"), ["email"], unique=False)
