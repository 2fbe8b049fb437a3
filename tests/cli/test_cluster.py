"""A cluster that is named on the command line: it is planned on, or why not is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.cli import plan
from planner.domain.catalogue import LANGUAGES
from planner.pipeline.make_run import MakeRun
from tests.cli.conftest import Say
from tests.pipeline.idle import idle_run
from tests.tiny import write_tiny


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cluster_that_cannot_compute_is_told_and_nothing_is_written(say: Say, tmp_path: Path, language: str) -> None:
    campaign, out = write_tiny(tmp_path / "tiny"), tmp_path / "plan"
    number, told, err = say("plan", campaign, "--out", out, "--dask", "10.0.0.5", "--language", language)
    assert (number, told) == (1, "")
    assert "tcp://HOST:PORT" in err
    assert not out.exists()


@pytest.mark.parametrize("address", ["tcp://10.0.0.5:8786", ""])
def test_provinces_are_computed_where_it_is_said_and_else_here(
    say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    seen = []

    def make_run_on(cluster: str) -> MakeRun:
        seen.append(cluster)
        return lambda campaign, settings, watch: idle_run(campaign)

    monkeypatch.setattr(plan, "make_run_on", make_run_on)
    campaign = write_tiny(tmp_path / "tiny")
    asked = ("--dask", address) if address else ()
    assert say("plan", campaign, "--out", tmp_path / "plan", *asked)[0] == 0
    assert seen == [address]
