"""Where the command reads and writes: never into what it reads; a path is told so that it can be used."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from planner.cli import plan as plan_command
from planner.domain.campaign import Campaign
from planner.domain.plan import Run
from planner.files.plans import write_plan
from planner.pipeline.read import read_campaign
from tests.cli.conftest import Say
from tests.pipeline.idle import idle_run
from tests.tiny import edit, write_tiny


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path / "tiny")


@pytest.fixture(autouse=True)
def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have plans made without a solver."""

    def make(campaign: Campaign, *_: Any) -> Run:
        return idle_run(campaign)

    monkeypatch.setattr(plan_command, "make_run_on", lambda _: make)


@pytest.mark.parametrize("way", ["tiny", "link", "tiny/../tiny"])
@pytest.mark.parametrize("name", ["x", "y.xlsx", "deep/er/x"])
def test_nothing_is_written_into_the_campaign_that_is_read(say: Say, tiny: Path, way: str, name: str) -> None:
    tiny.with_name("link").symlink_to(tiny)
    before = sorted(tiny.rglob("*"))
    target = tiny.parent / way / name
    asked = [("convert", tiny, target), ("convert", tiny.with_name("link"), target)]
    asked += [("plan", tiny, "--out", target)] if name != "y.xlsx" else []
    for arguments in asked:
        number, out, err = say(*arguments, "--language", "en")
        assert (number, out) == (2, "")
        assert "is read and must not change" in err
    assert sorted(tiny.rglob("*")) == before


def test_what_lies_beside_a_campaign_under_a_name_that_begins_like_its_own_is_written(say: Say, tiny: Path) -> None:
    assert say("convert", tiny, tiny.with_name("tiny2"))[0] == 0
    assert say("convert", tiny, tiny.with_name("tiny.xlsx"))[0] == 0


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_an_empty_text_is_no_path(say: Say, tiny: Path, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tiny)
    empty = {"fr": "est vide", "ar": "فارغ", "en": "is empty"}[language]
    for arguments in (("check", ""), ("convert", "", "../x"), ("plan", ".", "--out", ""), ("verify", "")):
        number, out, err = say(*arguments, "--language", language)
        assert (number, out) == (2, "")
        assert empty in err


@pytest.mark.parametrize("name", ["my plan", "a\nb", "l'hiver", '"x"'])
def test_the_command_that_explains_a_plan_is_told_as_a_shell_takes_it(
    say: Say, tiny: Path, tmp_path: Path, name: str
) -> None:
    number, out, _ = say("plan", tiny, "--out", tmp_path / name, "--language", "en")
    assert number == 0
    command = out[out.index("riaya explain") :]
    assert shlex.split(command) == ["riaya", "explain", str(tmp_path / name)]


@pytest.mark.parametrize("status", ["infeasible", "feasible"])
def test_verify_tells_what_an_infeasible_plan_owes_and_ends_well(
    say: Say, tiny: Path, tmp_path: Path, status: Any
) -> None:
    edit(tiny / "caravans.csv", "fixed_mad\n", "fixed_mad,mandatory\n")
    edit(tiny / "caravans.csv", "9000.00\n", f"9000.00,{int(status == 'infeasible')}\n")
    campaign = read_campaign(tiny)
    write_plan(replace(idle_run(campaign), status=status), campaign, tmp_path / "plan")
    number, out, _ = say("verify", tmp_path / "plan", "--language", "en")
    assert number == 0
    assert "no fault" in out
    assert ("Mandatory caravan that is not held: K1." in out) == (status == "infeasible")
    assert ("does not do all that is demanded" in out) == (status == "infeasible")


def test_notes_that_nobody_knows_are_a_fault_to_verify_and_explain(say: Say, tiny: Path, tmp_path: Path) -> None:
    campaign = read_campaign(tiny)
    notes = ("foo", "", "x y z", "unmanned P1 3")
    write_plan(replace(idle_run(campaign), notes=notes), campaign, tmp_path / "plan")
    for command in ("verify", "explain"):
        number, out, _ = say(command, tmp_path / "plan", "--language", "en")
        assert number == 1
        assert "Faults: 3." in out
        assert "Each note says a known word" in out
