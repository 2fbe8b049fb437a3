"""A note's province is its code, as a run tells it."""

from __future__ import annotations

from planner.assemble import assemble_notes
from planner.domain.notes import read_note
from planner.problem.answer import Answer, Choices, Note
from tests.solve.tiny_nation import tiny_nation


def test_notes_keep_their_order_and_get_the_codes_of_their_provinces() -> None:
    notes = (Note("search", 1, "its process died"), Note("unmanned", 0, "3"))
    answer = Answer(Choices({}), 0, notes=notes)
    assert assemble_notes(answer, tiny_nation().problem) == ("search P2 its process died", "unmanned P1 3")


def test_what_a_library_says_in_several_lines_is_told_in_one() -> None:
    answer = Answer(Choices({}), 0, notes=(Note("bound", 0, "RuntimeError: no\n\tbasis \x1b[1m\ud800"),))
    (note,) = assemble_notes(answer, tiny_nation().problem)
    assert note == "bound P1 RuntimeError: no basis [1m"
    assert read_note(note, ["P1"])
