"""Planning gives way: to a niceness at least, and a service as a whole where its system weighs sessions."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CODE = """
import os
from pathlib import Path
from planner.jobs import priority
priority.AUTOGROUP = Path({group!r})
for nice in {tried}:
    priority.give_way(nice)
print(os.getpriority(os.PRIO_PROCESS, 0))
"""


def given_way(group: Path, *tried: int, is_service: bool = False) -> int:
    """Return how nice a process is after it gave way, and its session's weight in a file that stands in for Linux's."""
    command = [sys.executable, "-c", CODE.format(group=str(group), tried=tried)]
    told = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, start_new_session=is_service)
    return int(told.stdout)


def test_planning_gives_way_at_least_so_far_and_is_never_hurried(tmp_path: Path) -> None:
    usual = os.getpriority(os.PRIO_PROCESS, 0)
    group = tmp_path / "autogroup"
    assert given_way(group, usual + 3) == given_way(group, usual + 3, usual + 1) == usual + 3


def test_a_service_gives_way_as_a_whole_and_nobodys_terminal_does(tmp_path: Path) -> None:
    nice = os.getpriority(os.PRIO_PROCESS, 0) + 3
    group = tmp_path / "autogroup"
    given_way(group, nice)
    assert not group.exists()
    given_way(group, nice, is_service=True)
    assert group.read_text("utf-8") == str(nice)


def test_a_system_without_groups_of_sessions_weighs_processes_alone(tmp_path: Path) -> None:
    nice = os.getpriority(os.PRIO_PROCESS, 0) + 3
    assert given_way(tmp_path / "nothing" / "here", nice, is_service=True) == nice
