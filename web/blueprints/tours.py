"""The tours of a plan, by date and unit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from flask import Blueprint
from werkzeug.wrappers import Response

from planner.domain.plan import StopRow, TourRow
from planner.explain.voice import Voice
from web.choices import Chooser, build_chooser
from web.deeds import Deed
from web.guard import may
from web.pages import show
from web.paging import Paged, paged
from web.plan_heads import PlanHead, head_of, read_or_tell
from web.speech import language

pages = Blueprint("tours", __name__)


@dataclass(frozen=True, slots=True)
class TourLine:
    """A day of a tour, and its stops in order."""

    row: TourRow
    stops: tuple[StopRow, ...]


@dataclass(frozen=True, slots=True)
class ToursPage:
    """The days of tours that are chosen, and what can be chosen from."""

    head: PlanHead
    voice: Voice
    chooser: Chooser
    lines: Paged[TourLine]


@pages.get("/plans/<int:plan>/tours")
@may(Deed.SEE_PLANS)
def show_one(plan: int) -> Response:
    """Show the days of tours, the first first."""
    campaign, run = read_or_tell(plan)
    voice = Voice(campaign, language())
    chooser = build_chooser(voice)
    stops: dict[tuple[str, object], list[StopRow]] = defaultdict(list)
    for stop in run.plan.stops:
        stops[stop.tour, stop.date].append(stop)
    rows = sorted((row for row in run.plan.tours if chooser.choice.holds(row)), key=lambda row: (row.date, row.unit))
    page = ToursPage(
        head_of(plan),
        voice,
        chooser,
        paged(rows).each(
            lambda row: TourLine(row, tuple(sorted(stops[row.tour, row.date], key=lambda stop: stop.sequence)))
        ),
    )
    return show("tours/show_one.html", page)
