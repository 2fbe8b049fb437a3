"""What is written in one colour on another can be read, by day and by night."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from typing import Final

import pytest

LEAST: Final = 4.5
"""Contrast of a text with its ground, by WCAG 2.2, 1.4.3."""
SHEET: Final = (Path(__file__).parents[2] / "web" / "assets" / "colours.css").read_text("utf-8")
GROUNDS: Final = ("good-ground", "wait-ground", "bad-ground", "plain-ground", "pico-background-color")
INKS: Final = ("pico-color", "pico-primary", "pico-secondary")


def light_of(colour: str) -> float:
    """Return the relative luminance of a colour, `#rrggbb`."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize(("ink", "ground"), list(product(INKS, GROUNDS)))
def test_every_ink_can_be_read_on_every_ground(theme: int, ink: str, ground: str) -> None:
    block = SHEET.split("@media")[theme]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
    dark, light = sorted((light_of(colours[ink]), light_of(colours[ground])))
    assert (light + 0.05) / (dark + 0.05) >= LEAST
