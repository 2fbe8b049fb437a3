"""A plan on a map and in lists: how far its douars are served, its tours of a day or a unit, its ambulances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, jsonify, url_for
from werkzeug.wrappers import Response

from planner.domain.campaign import Campaign, Point
from planner.domain.plan import Plan, TourRow
from planner.explain.services import DouarService, douar_services
from planner.explain.voice import Voice
from web.choices import Choice, Chooser, build_chooser, chosen
from web.deeds import Deed
from web.guard import may
from web.pages import show
from web.plan_heads import PlanHead, head_of, read_or_tell
from web.speech import language

pages = Blueprint("maps", __name__)


@dataclass(frozen=True, slots=True)
class TourOnMap:
    """A day of a tour: the codes of the places that it comes by, from where it leaves to where it ends."""

    row: TourRow
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OnMap:
    """What is on the map, and in the lists beside it.

    Attributes
    ----------
    tours
        Of what is chosen; none where neither a day nor a unit is, as all of them say nothing.
    posts
        The number of ambulances by centre.
    """

    douars: tuple[DouarService, ...]
    points: tuple[Point, ...]
    tours: tuple[TourOnMap, ...]
    posts: dict[str, int]


@dataclass(frozen=True, slots=True)
class MapPage:
    """A plan on a map; `places` is the address of what the map draws."""

    head: PlanHead
    voice: Voice
    chooser: Chooser
    days: tuple[Any, ...]
    there: OnMap
    places: str


@pages.get("/plans/<int:plan>/map")
@may(Deed.SEE_PLANS)
def show_one(plan: int) -> Response:
    """Show the map, what can be chosen, and the lists."""
    campaign, run = read_or_tell(plan)
    voice = Voice(campaign, language())
    chooser = build_chooser(voice)
    chosen_there = {name: value or None for name, value in chooser.choice._asdict().items()}
    page = MapPage(
        head_of(plan),
        voice,
        chooser,
        tuple(sorted({row.date for row in run.plan.tours})),
        _on_map(run.plan, campaign, chooser.choice),
        url_for("maps.show_places", plan=plan, **chosen_there),
    )
    return show("maps/show_one.html", page)


@pages.get("/plans/<int:plan>/map.json")
@may(Deed.SEE_PLANS)
def show_places(plan: int) -> Response:
    """Give what is on the map, as the map draws it: longitude before latitude."""
    campaign, run = read_or_tell(plan)
    voice = Voice(campaign, language())
    there = _on_map(run.plan, campaign, chosen(campaign))
    return jsonify(
        provinces=_labels(there, voice),
        douars=[
            {"code": each.douar.code, "name": voice.douar(each.douar.code), "at": _at(each.douar), "kind": each.service}
            for each in there.douars
        ],
        points=[{"code": point.code, "name": voice.place(point.code), "at": _at(point)} for point in there.points],
        posts=[
            {"code": code, "name": voice.place(code), "at": _at(campaign.centres[code]), "count": count}
            for code, count in there.posts.items()
        ],
        centres=[
            {"code": code, "name": voice.place(code), "at": _at(campaign.centres[code])}
            for code in sorted(
                {end for tour in there.tours for end in (tour.row.from_, tour.row.to)} - there.posts.keys()
            )
        ],
        tours=[
            {"code": f"{tour.row.tour}/{tour.row.day}", "name": tour.row.unit, "line": _line(tour, campaign)}
            for tour in there.tours
        ],
    )


def _on_map(plan: Plan, campaign: Campaign, choice: Choice) -> OnMap:
    province = choice.province
    is_chosen = bool(choice.unit) or choice.first is not None
    stops: dict[tuple[str, object], list[tuple[int, str]]] = {}
    for stop in plan.stops:
        stops.setdefault((stop.tour, stop.date), []).append((stop.sequence, stop.point))
    tours = tuple(
        TourOnMap(row, (row.from_, *(point for _, point in sorted(stops.get((row.tour, row.date), []))), row.to))
        for row in sorted(plan.tours, key=lambda row: (row.date, row.unit))
        if is_chosen and choice.holds(row)
    )
    posts: dict[str, set[str]] = {}
    for post in plan.ambulance_posts:
        if province in ("", campaign.centres[post.centre].province):
            posts.setdefault(post.centre, set()).add(post.ambulance)
    return OnMap(
        douars=tuple(each for each in douar_services(plan, campaign) if province in ("", each.douar.province)),
        points=tuple(
            point
            for code, point in campaign.points.items()
            if code not in campaign.douars and province in ("", point.province)  # a douar may be its own point
        ),
        tours=tours,
        posts={code: len(there) for code, there in sorted(posts.items())},
    )


def _labels(there: OnMap, voice: Voice) -> list[dict[str, Any]]:
    """Return the name of each province in the middle of its douars."""
    found: dict[str, list[list[float]]] = {}
    for each in there.douars:
        found.setdefault(each.douar.province, []).append(_at(each.douar))
    return [
        {"name": voice.province(code), "at": [sum(axis) / len(places) for axis in zip(*places, strict=True)]}
        for code, places in found.items()
    ]


def _line(tour: TourOnMap, campaign: Campaign) -> list[list[float]]:
    return [_at(campaign.site(code)) for code in tour.places]


def _at(place: Any) -> list[float]:
    return [place.lon, place.lat]
