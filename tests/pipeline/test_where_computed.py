"""Where provinces are computed does not change a plan whose work is counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from planner.demo import DemoShape, make_campaign
from planner.domain.solve_settings import SolveSettings
from planner.domain.watch import QuietWatch
from planner.files.plans import write_plan
from planner.pipeline.make_run import make_run_on
from tests.executors.clusters import local_cluster

SHAPE: Final = DemoShape(provinces=["09.163", "09.551"], douars=8, seed=10, start=date(2024, 2, 26), season_days=40)


def plan_on(cluster: str, workers: int, folder: Path) -> dict[str, bytes]:
    """Return the files of a plan that so many tasks at once made."""
    campaign = make_campaign(SHAPE)
    settings = SolveSettings(seconds=1, workers=workers, deterministic=True)
    write_plan(make_run_on(cluster)(campaign, settings, QuietWatch()), campaign, folder)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_a_plan_is_the_same_on_one_process_on_two_and_on_a_cluster(tmp_path: Path) -> None:
    one, two = plan_on("", 1, tmp_path / "one"), plan_on("", 2, tmp_path / "two")
    with local_cluster(workers=2) as cluster:
        clustered = plan_on(cluster.scheduler_address, 0, tmp_path / "cluster")
    assert one == two == clustered
    assert "plan.json" in one
