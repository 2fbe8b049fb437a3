"""Planning gives way: to a niceness at least, and a service as a whole where its system weighs sessions."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from planner.jobs.priority import AUTOGROUP

CODE = """
import os
from pathlib import Path
from planner.jobs.priority import AUTOGROUP, give_way
for nice in {tried}:
    give_way(nice)
group = AUTOGROUP.read_text("utf-8").split()[-1] if AUTOGROUP.exists() else ""
print(os.getpriority(os.PRIO_PROCESS, 0), group)
"""


def given_way(*tried: int, is_service: bool = False) -> list[str]:
    """Return how nice a process is, and its session where the system has such, after it gave way."""
    command = [sys.executable, "-c", CODE.format(tried=tried)]
    told = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, start_new_session=is_service)
    return told.stdout.split()


def test_planning_gives_way_at_least_so_far_and_is_never_hurried() -> None:
    usual = os.getpriority(os.PRIO_PROCESS, 0)
    assert given_way(usual + 3)[0] == given_way(usual + 3, usual + 1)[0] == str(usual + 3)


def test_a_service_gives_way_as_a_whole_and_nobodys_terminal_does() -> None:
    if not AUTOGROUP.exists():
        pytest.skip("this system has no groups of sessions")
    nice = os.getpriority(os.PRIO_PROCESS, 0) + 3
    assert given_way(nice, is_service=True)[1] == str(nice)
    assert given_way(nice)[1] == AUTOGROUP.read_text("utf-8").split()[-1]
