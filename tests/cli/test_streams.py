"""Who reads may leave, and disks may be full: the command ends as it should, with a sentence where one is due."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from planner.cli import convert as convert_command
from planner.cli.main import run
from planner.files.plans import write_plan
from planner.pipeline.read import read_campaign
from tests.pipeline.idle import idle_run
from tests.tiny import edit, write_tiny

RIAYA: Final = (sys.executable, "-c", "from planner.cli import main\nif __name__ == '__main__':\n    main()")


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path / "tiny")


@pytest.fixture
def faulty(tiny: Path) -> Path:
    edit(tiny / "douars.csv", ",240,", ",beaucoup,")
    return tiny


@pytest.fixture
def planned(tiny: Path, tmp_path: Path) -> Path:
    campaign = read_campaign(tiny)
    write_plan(idle_run(campaign), campaign, tmp_path / "plan")
    return tmp_path / "plan"


def unread(*arguments: str | Path, **given: Any) -> tuple[int, str]:
    """Run the command for a reader who has left; return its number and what it complained of."""
    with subprocess.Popen(
        [*RIAYA, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **given
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        complaint = process.stderr.read()
    return process.returncode, complaint


def test_a_reader_who_leaves_changes_nothing(faulty: Path) -> None:
    assert unread("check", faulty) == (1, "")


def test_a_page_that_is_not_read_to_its_end_was_told_all_the_same(planned: Path) -> None:
    assert unread("explain", planned) == (0, "")


@pytest.mark.parametrize("number", ["0", "1"])
def test_a_full_output_is_told_whatever_was_to_be_said(tmp_path: Path, number: str) -> None:
    tiny = write_tiny(tmp_path / "tiny")
    if number == "1":
        edit(tiny / "douars.csv", ",240,", ",beaucoup,")
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [*RIAYA, "check", tiny, "--language", "en"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert "Not all could be said" in ended.stderr


def test_nobody_listens_at_all(faulty: Path) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run([*RIAYA, "check", faulty], stdout=full, stderr=full, check=False)
    assert ended.returncode == 1


@pytest.mark.parametrize("is_closed", [False, True], ids=["full", "closed"])
def test_what_was_written_before_the_output_was_lost_is_there_and_told(
    tiny: Path, tmp_path: Path, is_closed: bool
) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [*RIAYA, "convert", tiny, tmp_path / "out", "--language", "en"],
            preexec_fn=(lambda: os.close(1)) if is_closed else None,
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert f"What was to be written is there, as a whole: {tmp_path / 'out'}." in ended.stderr
    assert read_campaign(tmp_path / "out") == read_campaign(tiny)


@pytest.mark.parametrize("command", ["check", "--help"])
def test_a_closed_output_ends_as_a_full_one(tiny: Path, command: str) -> None:
    ended = subprocess.run(
        [*RIAYA, command, *([tiny] if command == "check" else []), "--language", "en"],
        preexec_fn=lambda: os.close(1), stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert "Not all could be said" in ended.stderr
    assert "written" not in ended.stderr


def test_a_closed_way_of_complaints_changes_nothing(faulty: Path) -> None:
    ended = subprocess.run(
        [*RIAYA, "check", faulty], preexec_fn=lambda: os.close(2), stdout=subprocess.PIPE, check=False
    )
    assert ended.returncode == 1


@pytest.mark.parametrize("name", ["out", "out.xlsx"])
def test_a_file_that_may_not_be_so_large_is_told_and_nothing_is_left(tiny: Path, tmp_path: Path, name: str) -> None:
    ended = subprocess.run(
        [*RIAYA, "convert", tiny, tmp_path / name, "--language", "en"],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
        stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 1
    assert "The disk is full" in ended.stderr
    assert list(tmp_path.iterdir()) == [tiny]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_not_our_fault(
    tiny: Path, tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, "no room")

    monkeypatch.setattr(convert_command, "write_rows", fail)
    assert run(["convert", str(tiny), str(tmp_path / "out"), "--language", "ar"]) == 1
    assert "القرص ممتلئ" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "verify", "explain"])
def test_a_name_that_is_too_long_to_be_read_is_a_fault(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "x" * 300, "--language", "en"]) == 1
    assert "longer than the system allows" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [("plan", "{tiny}", "--out"), ("convert", "{tiny}"), ("demo", "--out")])
def test_a_name_that_is_too_long_to_be_written_is_misuse(
    tiny: Path, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    told = [each.format(tiny=tiny) for each in arguments]
    assert run([*told, str(tiny.with_name("x" * 300)), "--language", "en"]) == 2
    assert "longer than the system allows" in capsys.readouterr().err
