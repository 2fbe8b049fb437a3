"""Who is on duty when, for those who plan; they see the people of their own territory, and nobody's telephone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from flask import Blueprint, request
from werkzeug.wrappers import Response

from planner.domain.campaign import Campaign, Staff
from planner.domain.plan import DutyRow
from planner.explain.voice import Voice
from web.choices import chosen, provinces_by_name
from web.deeds import Deed
from web.guard import may
from web.pages import show
from web.paging import Paged, paged
from web.plan_heads import PlanHead, head_of, read_or_tell
from web.site import user
from web.speech import language
from web.territories import is_theirs
from web.wording import word

pages = Blueprint("rosters", __name__)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person, and their duties in order of date."""

    code: str
    name: str
    province: str
    role: str
    duties: tuple[DutyRow, ...]


@dataclass(frozen=True, slots=True)
class RosterPage:
    """The people who are on duty, of a province where one is chosen, and whose name or code holds a word."""

    head: PlanHead
    voice: Voice
    province: str
    word: str
    provinces: tuple[tuple[str, str], ...]
    lines: Paged[PersonLine]


@pages.get("/plans/<int:plan>/roster")
@may(Deed.SEE_ROSTERS)
def show_one(plan: int) -> Response:
    """Show who is on duty, person by person."""
    campaign, run = read_or_tell(plan)
    choice, voice = chosen(campaign), Voice(campaign, language())
    word = request.args.get("word", "").strip()
    duties: dict[str, list[DutyRow]] = defaultdict(list)
    for duty in run.plan.roster:
        duties[duty.staff].append(duty)
    people = [
        person
        for code, person in campaign.staff.items()
        if code in duties
        and choice.province in ("", person.province)
        and word.casefold() in f"{person.code} {person.name}".casefold()
        and _is_theirs(person.province, campaign)
    ]
    people.sort(key=lambda person: (person.province, person.name or person.code, person.code))
    provinces = tuple(each for each in provinces_by_name(voice) if _is_theirs(each[0], campaign))
    lines = paged(people).each(lambda person: _line(person, duties[person.code], voice))
    return show("rosters/show_one.html", RosterPage(head_of(plan), voice, choice.province, word, provinces, lines))


def _is_theirs(province: str, campaign: Campaign) -> bool:
    return is_theirs(user(), province, campaign.provinces[province].region)


def _line(person: Staff, duties: list[DutyRow], voice: Voice) -> PersonLine:
    return PersonLine(
        person.code,
        person.name or person.code,
        voice.province(person.province),
        word(person.profession),
        tuple(sorted(duties, key=lambda duty: duty.date)),
    )
