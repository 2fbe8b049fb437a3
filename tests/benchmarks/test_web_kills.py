"""What is stored by half when the pages are killed is seen: more or less than the journal tells, or not all of it."""

from __future__ import annotations

import random
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks import web_kills
from benchmarks.web_kills import Deed, Sent, kill_while_answered, kill_while_sent

SENT = Sent("/rows", "text/plain", b"0123456789")


class Pages:
    """Pages that are killed: each thing that is sent changes what is stored and what is told as it is said."""

    def __init__(self, *changes: tuple[int, int], is_whole: bool = True) -> None:
        self.stored = self.told = 0
        self.changes = list(changes)
        self.deed = Deed(lambda _: SENT, lambda _: (self.stored, self.told), lambda _, __: is_whole)
        self.arena: Any = SimpleNamespace(
            faults=[],
            chance=random.Random(1),
            web=SimpleNamespace(kill=lambda: None, start=lambda: None, port=0),
            browser=SimpleNamespace(close=lambda: None, get=lambda _: SimpleNamespace(status=200, led=False)),
        )

    def arrive(self, *_: object) -> int:
        stored, told = self.changes.pop(0)
        self.stored, self.told = self.stored + stored, self.told + told
        return 303


def faults_of(monkeypatch: pytest.MonkeyPatch, pages: Pages, *, half: bool = False) -> list[str]:
    """Return what is seen to be wrong after a kill, without where it was sent."""
    line = SimpleNamespace(send=lambda _: pages.arrive(), close=lambda: None)
    monkeypatch.setattr(web_kills, "_begun", lambda *_: line)
    monkeypatch.setattr(web_kills, "_send", pages.arrive)
    (kill_while_sent if half else kill_while_answered)(pages.arena, pages.deed)
    return [fault.partition(": ")[2] for fault in pages.arena.faults]


@pytest.mark.parametrize("disturbed", [[(1, 1)], [(0, 0), (1, 1)]])
def test_all_or_nothing_is_sound(monkeypatch: pytest.MonkeyPatch, disturbed: list[tuple[int, int]]) -> None:
    assert faults_of(monkeypatch, Pages((1, 1), *disturbed)) == []


@pytest.mark.parametrize(("stored", "told"), [(1, 0), (0, 1), (2, 2)])
def test_what_is_stored_and_not_told_or_told_and_not_stored_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, stored: int, told: int
) -> None:
    assert faults_of(monkeypatch, Pages((1, 1), (stored, told))) == [f"stored {stored} times, told {told} times"]


def test_half_of_what_was_sent_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    assert faults_of(monkeypatch, Pages((1, 1), (1, 1), is_whole=False)) == ["half of it was stored"]


def test_what_has_half_arrived_is_not_stored_and_can_be_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert faults_of(monkeypatch, Pages((0, 0), (1, 1)), half=True) == []
    (half,) = faults_of(monkeypatch, Pages((1, 1), (1, 1)), half=True)
    assert half == "something was stored of what had half arrived"
    (again,) = faults_of(monkeypatch, Pages((0, 0), (0, 0)), half=True)
    assert again == "done again after a kill it was answered by 303"
