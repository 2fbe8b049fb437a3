"""A plan as a page of words, in the reader's language: sections of short lines, for a terminal, a page or a sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from planner.domain.campaign import Campaign, Cap
from planner.domain.columns import CHAPTERS
from planner.domain.money import whole_centimes
from planner.domain.plan import COVER_MIN, CaravanRow, Run
from planner.errors import Language
from planner.explain.caravan_money import spent_under
from planner.explain.headline import persons_wanted
from planner.explain.objective import tell_objective
from planner.explain.partial_visits import idle_stops, partial_visits
from planner.explain.sure import tell_sure
from planner.explain.unserved import tell_douars, tell_unserved
from planner.explain.voice import Voice


@dataclass(frozen=True, slots=True)
class Section:
    """A title, and lines of a sentence or two."""

    title: str
    lines: tuple[str, ...]


def explain_run(run: Run, campaign: Campaign, language: Language) -> tuple[Section, ...]:
    """Return a plan in words: served, money, unserved, caravans, ambulances, objective, how sure, approximate."""
    voice = Voice(campaign, language)
    page = _Page(run, voice)
    return tuple(
        Section(voice.say(f"{name}_title"), tuple(lines))
        for name, lines in (
            ("served", page.served()),
            ("money", page.money()),
            ("unserved", tell_unserved(run, voice)),
            ("caravans", page.caravans()),
            ("ambulances", page.ambulances()),
            ("objective", tell_objective(run.plan, voice)),
            ("sure", tell_sure(run, voice)),
            ("approximate", page.approximate()),
        )
    )


def explain_in_short(run: Run, campaign: Campaign, language: Language) -> tuple[str, ...]:
    """Return the lines that matter most: people, money, caravans, cover, whom visits miss, objective, how sure."""
    voice = Voice(campaign, language)
    page = _Page(run, voice)
    return (
        *page.people(),
        next(page.money()),
        next(page.caravans()),
        *page.ambulances(),
        *tell_douars(run, voice),
        next(tell_objective(run.plan, voice)),
        *tell_sure(run, voice),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """The sections of a page; each is what its name says, line by line."""

    run: Run
    voice: Voice

    def people(self) -> Iterator[str]:
        """Yield who is served, how many visits count, and whom they leave out where they leave out anybody."""
        voice, figures = self.voice, self.run.plan.indicators
        wanted = persons_wanted(voice.campaign)
        yield voice.say("served_people", served=voice.count(figures["persons_served"]), wanted=voice.count(wanted))
        counted = voice.count(figures["visits_counted"])
        yield voice.say("served_visits", counted=counted, wanted=voice.count(figures["visits_wanted"]))
        left_out = figures["persons_wanted"] - figures["persons_counted"]
        if left_out:
            yield voice.say(
                "served_partial",
                partial=voice.count(partial_visits(self.run.plan, voice.campaign).visits),
                counted=counted,
                missing=voice.count(left_out),
                wanted=voice.count(figures["persons_wanted"]),
                share=voice.share(left_out, figures["persons_wanted"]),
            )

    def served(self) -> Iterator[str]:
        voice, figures = self.voice, self.run.plan.indicators
        yield from self.people()
        yield voice.say(
            "served_tours",
            days=voice.count(figures["unit_days"]),
            nights=voice.count(figures["nights"]),
            stops=voice.count(figures["stops"]),
            consultations=voice.count(figures["consultations"]),
            km=voice.count(figures["km"]),
        )
        if idle := idle_stops(self.run.plan):
            yield voice.say("served_idle", stops=voice.count(idle))
        by_province = figures["coverage_by_province"]
        if len(by_province) > 1:
            worst = figures["equity"]["worst_province"]
            share = voice.share(Fraction(str(by_province[worst])))
            yield voice.say("served_worst", province=voice.province(worst), share=share)

    def money(self) -> Iterator[str]:
        voice, plan = self.voice, self.run.plan
        spent = spent_under(Cap(amount_mad=Decimal(0)), plan)
        envelope = voice.campaign.settings.budget.total_mad
        if envelope is None:
            yield voice.say("money_total", spent=voice.mad(spent))
        else:
            limit = whole_centimes(envelope)
            share = voice.share(spent, limit)
            yield voice.say("money_envelope", spent=voice.mad(spent), cap=voice.mad(limit), share=share)
        for chapter in CHAPTERS:
            if spent := spent_under(Cap(amount_mad=Decimal(0), chapter=chapter), plan):
                yield voice.say("money_chapter", chapter=voice.say(f"chapter_{chapter}"), spent=voice.mad(spent))
        for cap in voice.campaign.caps:
            limit, spent = whole_centimes(cap.amount_mad), spent_under(cap, plan)
            yield voice.say(
                "money_cap",
                scope=voice.scope(cap),
                spent=voice.mad(spent),
                cap=voice.mad(limit),
                share=voice.share(spent, limit),
            )

    def caravans(self) -> Iterator[str]:
        voice, held = self.voice, defaultdict[str, list[CaravanRow]](list)
        for row in self.run.plan.caravans:
            held[row.kind].append(row)
        wished = voice.campaign.caravans.values()
        yield voice.say(
            "caravans_held",
            held=voice.count(len(self.run.plan.caravans)),
            all=voice.count(len(wished)),
            persons=voice.count(sum(row.persons_reached for row in self.run.plan.caravans)),
        )
        for kind in sorted({caravan.kind for caravan in wished}):
            name = voice.word(f"offer_{kind}", kind)
            there = voice.count(sum(caravan.kind == kind for caravan in wished))
            if not held[kind]:
                yield voice.say("caravans_none", kind=name, all=there)
                continue
            yield voice.say(
                "caravans_kind",
                kind=name,
                held=voice.count(len(held[kind])),
                all=there,
                days=voice.days(min(row.start for row in held[kind]), max(row.end for row in held[kind])),
                persons=voice.count(sum(row.persons_reached for row in held[kind])),
            )

    def ambulances(self) -> Iterator[str]:
        voice, figures = self.voice, self.run.plan.indicators
        posted = {row.ambulance for row in self.run.plan.ambulance_posts}
        there = len(voice.campaign.ambulances)
        yield voice.say("ambulances_posted", posted=voice.count(len(posted)), all=voice.count(there))
        yield voice.say(
            "ambulances_cover",
            minutes=COVER_MIN,
            covered=voice.count(figures["covered_60"]),
            douars=voice.count(len(voice.campaign.douars)),
            backed_up=voice.count(figures["backed_up_60"]),
        )

    def approximate(self) -> Iterator[str]:
        voice, settings = self.voice, self.voice.campaign.settings
        rules = settings.travel
        yield voice.say(
            f"approximate_{rules.engine}",
            road=voice.number(rules.road_kmh),
            track=voice.number(rules.track_kmh),
            detour=voice.number(rules.detour),
            known=voice.count(len(voice.campaign.travel)),
        )
        yield voice.say("approximate_rates", attendance=voice.share(Fraction(settings.policy.attendance)))
        if settings.calendar.ramadan is None and self.run.plan.ramadan:
            first, last = self.run.plan.ramadan
            yield voice.say("approximate_ramadan", first=voice.day(first), last=voice.day(last))
