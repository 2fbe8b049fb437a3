"""The sheets of a workbook as its archive holds them: each has a name, a part that may be missing, and texts shared."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from planner.files.guard import seen

_TEXT: Final = f"{{{SHEET_MAIN_NS}}}si"
_CELLS: Final = "/worksheet"
"""How the kind of a sheet ends that holds cells; others hold charts, dialogs or macros."""

_STRICT: Final = b"http://purl.oclc.org/ooxml/"


class StrictOpenXmlError(ValueError):
    """A workbook of the strict form, in which openpyxl finds no cells."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that a workbook names.

    Attributes
    ----------
    parent
        The workbook, as openpyxl asks a cell for it to know its format.
    part
        Where the archive holds it; blank where it does not.
    """

    name: str
    part: str
    has_cells: bool
    parent: Any
    _reader: Any

    @property
    def is_there(self) -> bool:
        """Whether the archive holds what the workbook names."""
        return self.part in self._reader.valid_files

    def parser(self) -> Any:
        """Return what gives the sheet's rows as they are written: a formula as one, not as its last result.

        Raises
        ------
        zipfile.BadZipFile
            Where the part is damaged.
        """
        return WorkSheetParser(
            io.BytesIO(self._reader.archive.read(self.part)),
            self._reader.shared_strings,
            epoch=self.parent.epoch,
            date_formats=self.parent._date_formats,
            timedelta_formats=self.parent._timedelta_formats,
        )


def read_sheets(data: bytes) -> list[Sheet]:
    """Return the sheets that a workbook's bytes name, in order; of all else in it, only texts and formats are read.

    Raises
    ------
    StrictOpenXmlError
        As its name says. What openpyxl raises for damaged ones has no end.
    """
    reader = ExcelReader(io.BytesIO(data), read_only=True, keep_links=False)
    reader.read_manifest()
    reader.shared_strings = _read_texts(reader)
    reader.read_workbook()
    if _STRICT in reader.archive.read(reader.parser.workbook_part_name):
        raise StrictOpenXmlError
    apply_stylesheet(reader.archive, reader.wb)
    named = [(seen(sheet.name), reader.parser.rels.get(sheet.id)) for sheet in reader.parser.sheets]
    return [
        Sheet(name, rel.target if rel else "", not rel or rel.Type.endswith(_CELLS), reader.wb, reader)
        for name, rel in named
    ]


def _read_texts(reader: Any) -> Sequence[str]:
    """Return the shared texts without undoing some of their escapes, so that `unescaped` can undo all."""
    texts: list[str] = []
    if (part := reader.package.find(SHARED_STRINGS)) is not None:
        for _, node in iterparse(io.BytesIO(reader.archive.read(part.PartName[1:]))):
            if node.tag == _TEXT:
                texts.append(Text.from_tree(node).content)
                node.clear()
    return texts
