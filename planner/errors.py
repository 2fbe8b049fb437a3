"""What goes wrong, in sentences that people understand: faults in what was given, and the errors that end a command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Language = Literal["fr", "ar", "en"]

FaultCode = Literal[
    # files
    "campaign_missing", "not_a_campaign", "file_missing", "file_empty", "file_binary", "file_too_large",
    "file_unreadable", "file_forbidden", "name_too_long", "not_a_file", "link_outside", "not_utf8",
    "header_missing", "header_too_wide", "column_twice",
    "cell_without_column", "quote_open", "cell_too_long", "control_character", "toml_unreadable",
    "table_misnamed", "table_twice", "workbook_unreadable", "workbook_too_large", "sheet_missing", "sheet_unreadable",
    "sheet_without_cells", "formula_cell", "error_cell", "not_text", "before_all_days", "merged_cells",
    "column_for_no_toml", "json_unreadable", "json_too_deep", "not_a_section", "not_a_list", "not_in_quotes",
    "already_there", "taken_meanwhile", "sheet_name", "sheet_too_large", "cell_for_no_workbook",
    "is_a_plan", "is_a_campaign", "plan_missing",
    # cells
    "cell_missing", "not_a_number", "not_a_whole_number", "not_a_date", "not_a_time", "not_one_of",
    "not_a_pair", "too_small", "too_large", "too_many_decimals", "named_twice", "reserved_kind", "reserved_engine",
    # settings
    "unknown_key", "key_missing", "season_too_long", "season_out_of_range", "holidays_unknown", "neither_two_nor_none",
    # the server's own settings
    "unknown_variable", "secret_too_short", "not_a_database", "not_a_scheduler",
    # tables
    "table_empty", "column_missing", "column_misnamed", "code_twice", "unknown_code", "code_alike", "crew_missing",
    "name_missing", "lat_lon_swapped", "lon_without_minus", "outside_morocco", "end_before_start",
    "end_not_after_start", "pair_out_of_order", "another_province", "another_region",
    "closure_needs_one", "not_a_polygon", "drive_twice", "km_one_decimal", "crew_empty",
    # pins
    "pin_column_missing", "pin_needs_one", "pin_breaks_rule", "pins_break_rule",
]  # fmt: skip
"""What may be wrong with a campaign, a plan or config.toml: the keys of the catalogue in planner/domain/faults.toml."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault of a campaign or plan: where it stands, what is wrong, and what mends it.

    Attributes
    ----------
    file
        The file's or sheet's name.
    row
        As a spreadsheet counts: the header is row 1; 0 where the whole file is meant.
    column, value
        The cell, where one is meant.
    code
        The kind of fault: a key of the catalogue that gives it its sentences.
    details
        What the sentences have to say in their gaps, by name.
    """

    file: str
    row: int
    column: str
    value: str
    code: str
    details: tuple[tuple[str, str], ...] = ()


class RiayaError(Exception):
    """The root of the program's own errors."""


class FaultyInputError(RiayaError):
    """What was given has faults; all of them are in `faults`."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)


class AlreadyThereError(FaultyInputError):
    """Something of that name is there, and nothing is ever overwritten."""


class RefusedPlanError(RiayaError):
    """Our own checker refused a plan that we made; nothing of it may be shown."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"the checker refused the plan: {len(faults)} faults")
        self.faults = tuple(faults)


ClusterFault = Literal["missing", "uncertified", "unencrypted", "away", "empty", "other"]
"""Dask is not installed here; its settings name no certificate, or want TLS where the address has none; the scheduler
does not answer; no worker is there; one is not as this machine."""


class ClusterError(RiayaError):
    """The cluster that tasks should run on cannot run them; `fault` is one of those sentences, `why` what was seen."""

    def __init__(self, fault: ClusterFault, address: str, why: str) -> None:
        super().__init__(f"cluster {address}, {fault}: {why}")
        self.fault, self.address, self.why = fault, address, why


def told(error: BaseException) -> str:
    """Return in words why something failed."""
    return f"{type(error).__name__}: {error}"
