"""Logs: the same line from whoever logs; JSON in production, words in a trial."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, Final

import pytest

LOGS: Final = """
import logging, structlog
from planner.config import Config
from planner.config.logs import set_up_logs
set_up_logs(Config(mode=MODE))
structlog.contextvars.bind_contextvars(request="r1")
logging.getLogger("planner.jobs").info("run begun", extra={"run": 7})
structlog.stdlib.get_logger("web").info("réponse", status=200)
logging.getLogger("planner.jobs").debug("too much")
def divide(password):
    1 / 0
try:
    divide("trois" + " mulets")
except ZeroDivisionError:
    logging.getLogger("planner.jobs").exception("run failed", extra={"run": 7})
"""


def logged(mode: str) -> str:
    """Return what a process of its own logs, as logs are the whole process's."""
    ended = subprocess.run([sys.executable, "-c", LOGS.replace("MODE", repr(mode))], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    return ended.stderr


def test_each_line_of_production_is_one_json_with_what_was_bound() -> None:
    lines: list[dict[str, Any]] = [json.loads(line) for line in logged("production").splitlines()]
    assert [(line["event"], line["level"], line["logger"]) for line in lines] == [
        ("run begun", "info", "planner.jobs"),
        ("réponse", "info", "web"),
        ("run failed", "error", "planner.jobs"),
    ]
    assert all(line["request"] == "r1" and line["timestamp"].endswith("Z") for line in lines)
    assert (lines[0]["run"], lines[1]["status"]) == (7, 200)
    assert lines[2]["exception"][0]["exc_type"] == "ZeroDivisionError"


@pytest.mark.parametrize("mode", ["production", "trial"])
def test_an_error_is_told_by_where_it_was_and_not_by_what_stood_there(mode: str) -> None:
    told = logged(mode)
    assert "divide" in told
    assert "trois mulets" not in told


def test_a_trial_is_told_in_words_without_colours_where_nobody_looks() -> None:
    told = logged("trial")
    assert "run begun" in told
    assert "run=7" in told
    assert "Traceback" in told
    assert "\x1b" not in told
