"""The text of a workbook's typed cell, as the contract writes it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any, Final

_ESCAPE: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_FIRST_DAY: Final = date(1900, 1, 1)
"""Of a spreadsheet, which makes it of the time 24:00; what is before it was a number below nought."""


def to_cell_text(value: Any) -> str:
    """Return a cell's text: `12.0` as 12, a date as YYYY-MM-DD, a time as HH:MM, true as TRUE, which is no number."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() != time():
            return value.isoformat(" ")
        case datetime():
            return "24:00" if value.date() == _FIRST_DAY else value.date().isoformat()
        case time():
            return _clock(
                timedelta(hours=value.hour, minutes=value.minute, seconds=value.second + value.microsecond / 1e6)
            )
        case timedelta():
            return _clock(value)
    return unescaped(str(value))


def is_before_all_days(value: Any) -> bool:
    """Return whether a date is one that no spreadsheet shows, or a time is below nought, as a negative number is."""
    match value:
        case datetime():
            return value.date() < _FIRST_DAY
        case date():
            return value < _FIRST_DAY
        case timedelta():
            return value < timedelta()
    return False


def unescaped(text: str) -> str:
    """Return a text of a workbook with the characters that it writes as `_xHHHH_`, their UTF-16 in hexadecimal."""
    found = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
    return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if found != text else text


def _clock(since_midnight: timedelta) -> str:
    """Return `HH:MM`, and the seconds where there are any, which makes it a time that no column takes."""
    minutes, seconds = divmod(round(since_midnight.total_seconds()), 60)
    text = f"{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{text}:{seconds:02d}" if seconds else text
