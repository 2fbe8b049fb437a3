"""What of a campaign has no fault: all of it, in the end, and until then enough to judge its pins by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.check_campaign.drafts import Draft, Drafts
from planner.domain.campaign import CAMPAIGN_TABLES, DEFAULT_CREW, Campaign, Pin
from planner.domain.columns import Column
from planner.domain.setting_keys import find_setting, setting_columns, to_settings
from planner.domain.settings import Settings
from planner.errors import Fault


@dataclass(frozen=True, slots=True)
class SoundPart:
    """The rows without a fault that refer to such rows only.

    Attributes
    ----------
    clean
        Tables, and sections of the settings as `[policy]`, that are whole: nothing of them is missing here.
    pins
        The rows that the campaign's pins were read from, in the same order.
    """

    campaign: Campaign
    clean: frozenset[str]
    pins: tuple[tuple[Pin, Draft], ...]


def build_sound_part(drafts: Drafts, faults: Sequence[Fault]) -> SoundPart | None:
    """Build a campaign of what has no fault; None where the season's dates are not known."""
    settings = _sound_settings(drafts.settings, faults)
    if settings is None:
        return None
    faulty = {(fault.file, fault.row) for fault in faults}
    tables = {**drafts.tables, "points": drafts.points}
    kept = {name: [row for row in rows if (row.file, row.row) not in faulty] for name, rows in tables.items()}
    while _drop_lost(kept):
        pass
    built: dict[str, Any] = {}
    for table in CAMPAIGN_TABLES:
        columns = table.columns
        rows = [table.row(**{each.attribute: row.values[each.name] for each in columns}) for row in kept[table.name]]
        is_coded = columns[0].name == "code"
        built[table.name] = {row.code: row for row in sorted(rows, key=_code)} if is_coded else tuple(rows)
    campaign = Campaign(settings=settings, **built)
    files = {fault.file for fault in faults}
    clean = {
        name
        for name, rows in tables.items()
        if name not in drafts.unread
        and len(kept[name]) == len(rows)
        and files.isdisjoint({name + drafts.suffix, *(row.file for row in rows)})
    }
    clean |= {_section(key) for key in setting_columns()} - {
        _section(fault.column) for fault in faults if fault.file == drafts.settings.file
    }
    return SoundPart(campaign, frozenset(clean), tuple(zip(campaign.pins, kept["pins"], strict=True)))


def _section(key: str) -> str:
    """Return the section of campaign.toml that a key stands in."""
    return f"[{key.partition('.')[0]}]"


def _code(row: Any) -> str:
    return str(row.code)


def _sound_settings(draft: Draft, faults: Sequence[Fault]) -> Settings | None:
    """Return the settings, with the default for each that has a fault."""
    faulty = {(find_setting(fault.column) or ("",))[0] for fault in faults if fault.file == draft.file}
    values = {key: value for key, value in draft.values.items() if key not in faulty}
    if "campaign.start" not in values or "campaign.end" not in values:
        return None
    return to_settings({"campaign.code": "", **values})


def _drop_lost(kept: dict[str, list[Draft]]) -> bool:
    """Drop the rows that lack what they must have or refer to rows that are gone; say whether there were any."""
    codes = {name: {row["code"] for row in rows} for name, rows in kept.items()}
    codes["crews"] = {DEFAULT_CREW[0].crew, *(row["crew"] for row in kept["crews"])}
    dropped = False
    for table in CAMPAIGN_TABLES:
        columns = table.columns
        rows = [row for row in kept[table.name] if all(_stands(row, column, codes) for column in columns)]
        dropped |= len(rows) < len(kept[table.name])
        kept[table.name] = rows
    return dropped


def _stands(row: Draft, column: Column, codes: Mapping[str, set[str]]) -> bool:
    """Whether a cell has a value, and refers to what is there if it refers to anything."""
    if column.name not in row.values:
        return False
    if not column.refers:
        return True
    value = row[column.name]
    named = value if isinstance(value, tuple) else (value,)
    return all(not code or any(code in codes[table] for table in column.refers) for code in named)
