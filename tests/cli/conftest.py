"""The command, as tests call it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.cli.main import run
from planner.cli.session import VARIABLE

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    """Run the command; return its number, and what it said on both ways with special spaces as plain ones."""
    monkeypatch.delenv(VARIABLE, raising=False)

    def said(*arguments: str | Path) -> tuple[int, str, str]:
        number = run([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return number, unicodedata.normalize("NFKC", told.out), unicodedata.normalize("NFKC", told.err)

    return said
