"""Laws that the database keeps by itself. Batch mode drops them with the table that it replaces: set them again."""

from __future__ import annotations

from typing import Final, Literal

from alembic import op

Verb = Literal["UPDATE", "DELETE"]
_SQLITE: Final = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{table} takes no {verb}'); END
"""
_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% takes no %', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
_POSTGRESQL: Final = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse()
"""


def refuse(table: str, *verbs: Verb) -> None:
    """Have the database refuse to change or remove rows of a table."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if not is_sqlite:
        op.execute(_FUNCTION)
    for verb in verbs:
        op.execute((_SQLITE if is_sqlite else _POSTGRESQL).format(table=table, verb=verb))
    if not is_sqlite and "DELETE" in verbs:
        op.execute(_POSTGRESQL.format(table=table, verb="TRUNCATE"))
