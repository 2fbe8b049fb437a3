"""How a campaign's plan is spoken of in one language: its sentences, figures, places and caps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from planner.domain.campaign import Campaign, Cap
from planner.domain.cap_codes import cap_code
from planner.domain.catalogue import read_catalogue
from planner.errors import Language
from planner.explain.figures import count_text, date_text, mad_text, number_text, place_name, share_text

WORDS: Final = read_catalogue("planner.explain", "words.toml")
MOST_NAMED: Final = 5
"""Douars or caravans of a kind that are told by name; the rest stand in the plan's own table."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A campaign and the language in which its plan is told."""

    campaign: Campaign
    language: Language

    def say(self, key: str, **gaps: object) -> str:
        return WORDS.say(key, self.language, **gaps)

    def word(self, key: str, code: str) -> str:
        """Return the word for a profession or a kind, or its code where a campaign has one of its own."""
        return self.say(key) if key in WORDS else code

    def count(self, count: int | Decimal) -> str:
        return count_text(count, self.language)

    def number(self, number: float | Decimal) -> str:
        return number_text(number, self.language)

    def mad(self, centimes: int) -> str:
        return mad_text(centimes, self.language)

    def share(self, part: int | Fraction, whole: int = 1) -> str:
        return share_text(Fraction(part) / whole, self.language) if whole else "–"

    def day(self, day: date) -> str:
        return date_text(day, self.language)

    def days(self, first: date, last: date) -> str:
        """Return one day, or from when to when."""
        if first == last:
            return self.say("on_day", day=self.day(first))
        return self.say("from_day_to_day", first=self.day(first), last=self.day(last))

    def province(self, code: str) -> str:
        return place_name(there, self.language) if (there := self.campaign.provinces.get(code)) else code

    def region(self, code: str) -> str:
        return place_name(there, self.language) if (there := self.campaign.regions.get(code)) else code

    def douar(self, code: str) -> str:
        return place_name(there, self.language) if (there := self.campaign.douars.get(code)) else code

    def place(self, code: str) -> str:
        """Return the name of a centre or point."""
        there = self.campaign.centres.get(code) or self.campaign.points.get(code)
        return place_name(there, self.language) if there else code

    def scope(self, cap: Cap) -> str:
        """Return what a cap limits."""
        chapter = self.say(f"chapter_{cap.chapter}" if cap.chapter else "scope_all")
        places = [self.region(cap.region)] if cap.region else []
        if cap.province:
            places.append(self.province(cap.province))
        return " · ".join([chapter, *places])

    def lever(self, code: str) -> str:
        """Return the cap that a code names, the tightest of its name; where no cap has it, the envelope or the code."""
        caps = [cap for cap in self.campaign.caps if cap_code(cap) == code]
        envelope = self.campaign.settings.budget.total_mad
        if not code and envelope is not None and all(envelope <= cap.amount_mad for cap in caps):
            return self.say("lever_envelope")
        if caps:
            return self.say("lever_cap", scope=self.scope(min(caps, key=lambda cap: cap.amount_mad)))
        return self.say("lever_cap", scope=self.word(f"chapter_{code}", code) if code else self.say("scope_all"))
