"""CSV files as people's programs write them: with or without a byte order mark, with commas or semicolons."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

from planner.domain.rows import TableRows
from planner.errors import Fault, FaultCode
from planner.files.guard import fault_of
from planner.files.records import MOST_CELL, MOST_COLUMNS, MOST_SHOWN, Record, build_table

SUFFIX: Final = ".csv"
_QUOTED: Final = re.compile(r'"[^"]*"')
_FIRST_RECORD: Final = re.compile(r'(?:"[^"]*"|[^"\r\n])*')
_NOT_TEXT: Final = re.compile(rb"[\x00-\x08\x0e-\x1f]")
MOST_OPEN: Final = 20
"""Quotes of a file whose ends are looked for in the lines below; in one that has more, each line is a record."""


def decode(data: bytes, file: str, faults: list[Fault]) -> str | None:
    """Return the text of a file, which is UTF-8 with or without a mark.

    What is not UTF-8 is a fault; text all the same is read as Windows-1252 so that it hides no other fault.
    None where it is no text.
    """
    if b"\0" not in data:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            if not _NOT_TEXT.search(data):
                text = data.decode("cp1252", "replace")
                row = data.count(b"\n", 0, error.start) + 1
                faults.append(fault_of(file, "not_utf8", row, value=_word_at(text, error.start)))
                return text
    faults.append(fault_of(file, "file_binary"))
    return None


def _word_at(text: str, place: int) -> str:
    """Return the word around a place in a text."""
    return re.split(r'[\s,;"]', text[:place])[-1] + re.split(r'[\s,;"]', text[place:])[0]


def read_csv(data: bytes, name: str, file: str, faults: list[Fault]) -> TableRows | None:
    """Return a table of a CSV's bytes; None and one more fault where it is none."""
    text = decode(data, file, faults)
    return None if text is None else build_table(name, file, _records(text, file, faults), faults)


def write_csv(records: Iterable[Sequence[str]]) -> str:
    """Return a CSV with commas, the header first."""
    text, walk = io.StringIO(), iter(records)
    header = next(walk)
    csv.writer(text, lineterminator="\n", quoting=_header_quoting(header)).writerow(header)
    csv.writer(text, lineterminator="\n").writerows(walk)
    return text.getvalue()


def _header_quoting(header: Sequence[str]) -> Literal[0, 1]:
    """Return how a header is written: in quotes where a semicolon in it would be taken for a separator."""
    return csv.QUOTE_ALL if any(";" in column for column in header) else csv.QUOTE_MINIMAL


def _records(text: str, file: str, faults: list[Fault]) -> Iterator[Record]:
    """Yield the records of a CSV.

    One whose quotes do not match is a fault and ends with its line; of its cells, those before the fault are read.
    To look for the end of each of many such quotes would be to read the whole file again for each.
    """
    lines = list(io.StringIO(text, newline=""))
    first = _FIRST_RECORD.match(text)
    header = _QUOTED.sub("", first[0]) if first else ""
    delimiter = ";" if header.count(";") > header.count(",") else ","
    row, start, opened = 1, 0, 0
    while start < len(lines):
        end = len(lines) if opened < MOST_OPEN else start + 1
        reader = csv.reader((lines[at] for at in range(start, end)), delimiter=delimiter, strict=True)
        begins = start
        try:
            for cells in reader:
                yield Record(row, cells)
                row, begins = row + 1, start + reader.line_num
            start = end
        except csv.Error:
            line = lines[begins].strip()
            code: FaultCode = "quote_open" if len(line) <= MOST_CELL else "cell_too_long"
            details = {"length": str(len(line)), "most": str(MOST_CELL)}
            faults.append(fault_of(file, code, row, value=line[:MOST_SHOWN], **details))
            cells = next(csv.reader([line[:MOST_CELL]], delimiter=delimiter))
            yield Record(row, cells, frozenset(range(len(cells) - 1, MOST_COLUMNS)))
            row, start, opened = row + 1, begins + 1, opened + 1
