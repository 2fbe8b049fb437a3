"""Write what a database of the newest step holds, for later steps to begin from: `python -m tests.store.fill`."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, select

from planner.check_campaign.build import build_campaign
from planner.domain.solve_settings import SolveSettings
from planner.domain.watch import Progress, Whole
from planner.files.read import read_rows
from planner.store.campaigns import save_campaign
from planner.store.database import Database, open_database
from planner.store.journal import write_journal
from planner.store.logins import begin_attempt, open_login
from planner.store.migrate import alembic_config, upgrade
from planner.store.plans import pack_campaign, pack_plan
from planner.store.runs import ask_run, finish_run, save_progress, take_run
from planner.store.users import User, add_user
from planner.store.workers import write_sign
from tests.pipeline.idle import idle_run
from tests.tiny import write_tiny


def fill(database: Database, folder: Path) -> None:
    """Keep something of every kind."""
    rows = read_rows(write_tiny(folder / "tiny"))
    campaign, _ = build_campaign(rows)
    assert campaign is not None
    with database.writing() as session:
        add_user(session, User(email="amal@sante.ma", password_hash="$", role="regional", regions=("05",)))
        open_login(session, "amal@sante.ma", 3600, 43_200)
        begin_attempt(session, "amal@sante.ma", "10.0.0.7")
        write_sign(session, "w1")
        number = save_campaign(session, "Azilal 2026", rows, "amal@sante.ma").number
        for _ in range(2):
            ask_run(session, number, 1, pack_campaign(campaign), SolveSettings(seconds=60), "amal@sante.ma")
        lease = take_run(session, "w1", 30)
        assert lease is not None
        save_progress(session, lease, Progress("05.081", "tours", -1234.5, None, 1.5), Whole(-9876.5, -9999.5))
        finish_run(session, lease, pack_plan(idle_run(campaign), campaign))
        write_journal(session, "amal@sante.ma", "asked", f"campaigns/{number}", {"seconds": "60"})


def to_json(value: Any) -> Any:
    """Return a column's value as a JSON holds it."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC).isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def main() -> None:
    """Write the newest step's file."""
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/filled.sqlite3", lambda _: datetime(2026, 11, 15, 8, tzinfo=UTC))
        upgrade(database)
        fill(database, Path(folder))
        there, held = MetaData(), {}
        with database.reading() as session:
            there.reflect(session.connection())
            for table in there.sorted_tables:
                found = session.execute(select(table)).mappings()
                held[table.name] = [{name: to_json(value) for name, value in row.items()} for row in found]
        newest = ScriptDirectory.from_config(alembic_config(database)).get_current_head()
        database.close()
    del held["alembic_version"]
    out = Path(__file__).parent / "filled" / f"{newest}.json"
    out.write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
