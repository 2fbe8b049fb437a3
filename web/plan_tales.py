"""What a plan comes to in one language, put together once: nothing of it ever changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from planner.domain.campaign import Campaign
from planner.domain.catalogue import LANGUAGES
from planner.domain.plan import CaravanRow, Run
from planner.errors import Language
from planner.explain.headline import Figure, headline
from planner.explain.money_table import CapLine, MoneyTable, cap_lines, money_table
from planner.explain.objective import tell_objective
from planner.explain.sure import tell_sure
from planner.explain.unserved_table import UnservedTable, unserved_tables
from planner.explain.voice import Voice
from web.once import Once
from web.open_plans import MOST_ROWS, OpenPlans

MOST: Final = len(LANGUAGES) * MOST_ROWS
"""Rows of plans and campaigns: those that are open, in each language."""


@dataclass(frozen=True, slots=True)
class PostLine:
    """Where ambulances stand: how many of the ambulances have that post for some days of the season."""

    centre: str
    province: str
    ambulances: tuple[str, ...]


class PlanTale(NamedTuple):
    """What a plan comes to.

    Attributes
    ----------
    sure
        How sure it is, in sentences.
    objective
        What it was judged by, in sentences.
    rows
        Of the plan and its campaign.
    """

    voice: Voice
    figures: tuple[Figure, ...]
    sure: tuple[str, ...]
    objective: tuple[str, ...]
    unserved: tuple[UnservedTable, ...]
    money: MoneyTable
    caps: tuple[CapLine, ...]
    caravans: tuple[CaravanRow, ...]
    posts: tuple[PostLine, ...]
    rows: int


class PlanTales:
    """What the plans that are looked at come to, of which those asked for last are kept."""

    def __init__(self, plans: OpenPlans) -> None:
        self._plans = plans
        self._of = Once(self._tell, MOST, weigh=lambda tale: tale.rows)

    def of(self, plan: int, language: Language) -> PlanTale:
        """Return what a plan comes to.

        Raises
        ------
        NotThereError
            Where there is no such plan.
        FaultyInputError
            Where what was kept is none any more, as the rules have changed.
        """
        return self._of.of((plan, language))

    def _tell(self, key: tuple[int, Language]) -> PlanTale:
        plan, language = key
        there = self._plans.of(plan)
        campaign, run = there
        voice = Voice(campaign, language)
        return PlanTale(
            voice=voice,
            figures=headline(run, campaign),
            sure=tuple(tell_sure(run, voice)),
            objective=tuple(tell_objective(run.plan, voice)),
            unserved=unserved_tables(run.plan, campaign),
            money=money_table(run.plan),
            caps=cap_lines(run.plan, campaign),
            caravans=run.plan.caravans,
            posts=_posts(run, campaign),
            rows=there.rows,
        )


def _posts(run: Run, campaign: Campaign) -> tuple[PostLine, ...]:
    """Return where ambulances stand, in order of province and centre."""
    there: dict[str, set[str]] = {}
    for row in run.plan.ambulance_posts:
        there.setdefault(row.centre, set()).add(row.ambulance)
    lines = (PostLine(code, campaign.centres[code].province, tuple(sorted(names))) for code, names in there.items())
    return tuple(sorted(lines, key=lambda line: (line.province, line.centre)))
