"""The canonical form of a campaign, which is the same however it was written, and the digest that it gives."""

from __future__ import annotations

import json
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

from planner.domain.campaign import CAMPAIGN_TABLES, Campaign
from planner.domain.cells import to_text
from planner.domain.columns import Column
from planner.domain.setting_keys import from_settings, setting_columns

NOT_OF_THE_PLAN: Final = "solve."
"""How long and with what a plan is sought changes nothing of what is asked."""
ORDERED: Final = "points"
"""The one list whose order means something: a pinned tour's stops."""


def canonical_form(campaign: Campaign) -> str:
    """Return a campaign as JSON in one line: settings by key, and the rows of each table in order, blanks left out."""
    values, columns = from_settings(campaign.settings), setting_columns()
    form: dict[str, Any] = {
        "settings": {
            key: _cell(columns[key], value) for key, value in values.items() if not key.startswith(NOT_OF_THE_PLAN)
        }
    }
    for table in CAMPAIGN_TABLES:
        there: Any = getattr(campaign, table.name)
        table_columns = table.columns
        rows = [
            {column.name: text for column in table_columns if (text := _cell(column, getattr(row, column.attribute)))}
            for row in (there.values() if isinstance(there, dict) else there)
        ]
        form[table.name] = sorted(rows, key=_to_json)
    return _to_json(form)


def digest_of(campaign: Campaign) -> str:
    """Return the SHA-256 of a campaign's canonical form, hexadecimal."""
    return sha256(canonical_form(campaign).encode()).hexdigest()


def _to_json(form: Any) -> str:
    return json.dumps(form, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _cell(column: Column, value: Any) -> str:
    """Return a value as text in the one way in which the canonical form writes it."""
    if isinstance(value, dict):
        value = {key: _plain(value[key]) for key in sorted(value)}
    elif isinstance(value, tuple) and column.name != ORDERED:
        value = tuple(sorted(set(value)))
    return to_text(column.kind, _plain(value))


def _plain(value: Any) -> Any:
    """Return a number without zeros at its end."""
    return value.normalize() + 0 if isinstance(value, Decimal) else value
