"""Paragraphs at a terminal."""

from __future__ import annotations

import sys

import pytest

from planner.cli.paragraphs import print_paragraph, wrapped

FRENCH = "  Dépenses : 87\u202f950,51 MAD sur une enveloppe de 88\u202f000,00 MAD (99,94\u00a0%)."
ARABIC = "    لزيارة أخرى إلى D-05081-0004، يكفي رفع الغلاف المالي بمبلغ 546,00 درهم."


@pytest.mark.parametrize("paragraph", [FRENCH, ARABIC])
@pytest.mark.parametrize("columns", [20, 40, 60])
def test_a_paragraph_is_broken_between_words_and_keeps_its_indent(paragraph: str, columns: int) -> None:
    lines = wrapped(paragraph, columns).splitlines()
    indent = paragraph[: len(paragraph) - len(paragraph.lstrip())]
    assert len(lines) > 1
    assert all(len(line) <= columns for line in lines)
    assert all(line.startswith(indent) and line[len(indent)] != " " for line in lines)
    assert " ".join(line.strip() for line in lines) == paragraph.strip()


def test_no_figure_and_no_code_is_broken_however_narrow_the_terminal_is() -> None:
    for whole, paragraph in (("87\u202f950,51", FRENCH), ("(99,94\u00a0%).", FRENCH), ("D-05081-0004،", ARABIC)):
        assert whole in [line.strip(" ") for line in wrapped(paragraph, 8).split("\n")]


@pytest.mark.parametrize(("is_terminal", "lines"), [(True, 2), (False, 1)])
def test_only_a_terminal_is_given_lines_of_its_own_width(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], is_terminal: bool, lines: int
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: is_terminal)
    print_paragraph(FRENCH)
    assert capsys.readouterr().out.count("\n") == lines
