"""A plan as a page of words, in the reader's language: sections of short lines, for a terminal, a page or a sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from planner.check_plan.pins import describe_pin, missing_pins
from planner.domain.campaign import Campaign, Cap
from planner.domain.catalogue import read_catalogue
from planner.domain.columns import CHAPTERS
from planner.domain.money import to_centimes
from planner.domain.plan import COVER_MIN, CaravanRow, Run, UnservedRow
from planner.errors import Language
from planner.explain.figures import count_text, date_text, mad_text, place_name, share_text
from planner.explain.more_visits import most_more_visits

WORDS: Final = read_catalogue("planner.explain", "words.toml")


@dataclass(frozen=True, slots=True)
class Section:
    """A title, and lines of a sentence or two."""

    title: str
    lines: tuple[str, ...]


def explain_run(run: Run, campaign: Campaign, language: Language) -> tuple[Section, ...]:
    """Return a plan in words: served, money, unserved, caravans, ambulances, how sure, what is approximate."""
    page = _Page(run, campaign, language)
    return tuple(
        Section(page.say(f"{name}_title"), tuple(lines))
        for name, lines in (
            ("served", page.served()),
            ("money", page.money()),
            ("unserved", page.unserved()),
            ("caravans", page.caravans()),
            ("ambulances", page.ambulances()),
            ("sure", page.sure()),
            ("approximate", page.approximate()),
        )
    )


def explain_in_short(run: Run, campaign: Campaign, language: Language) -> tuple[str, ...]:
    """Return the few lines that matter most: people, visits, money, caravans, cover and how sure they are."""
    page = _Page(run, campaign, language)
    return (
        *(next(page.served()), page.visits(), next(page.money())),
        *(next(page.caravans()), *page.ambulances()),
        *page.sure(),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """The sections of a page; each is what its name says, line by line."""

    run: Run
    campaign: Campaign
    language: Language

    def say(self, key: str, **gaps: object) -> str:
        return WORDS.say(key, self.language, **gaps)

    def count(self, count: int | Decimal) -> str:
        return count_text(count, self.language)

    def mad(self, centimes: int) -> str:
        return mad_text(centimes, self.language)

    def share(self, part: int, whole: int) -> str:
        return share_text(Fraction(part, whole), self.language) if whole else "–"

    def name(self, code: str) -> str:
        return place_name(self.campaign.provinces.get(code) or self.campaign.regions[code], self.language)

    def visits(self) -> str:
        figures = self.run.plan.indicators
        return self.say(
            "served_visits",
            counted=self.count(figures["visits_counted"]),
            wanted=self.count(figures["visits_wanted"]),
        )

    def served(self) -> Iterator[str]:
        figures = self.run.plan.indicators
        wanted = sum(douar.population for douar in self.campaign.douars.values() if self.campaign.wanted_visits(douar))
        yield self.say("served_people", served=self.count(figures["persons_served"]), wanted=self.count(wanted))
        yield self.visits()
        yield self.say(
            "served_tours",
            days=self.count(figures["unit_days"]),
            nights=self.count(figures["nights"]),
            stops=self.count(figures["stops"]),
            consultations=self.count(figures["consultations"]),
            km=self.count(figures["km"]),
        )
        by_province = figures["coverage_by_province"]
        if len(by_province) > 1:
            worst = figures["equity"]["worst_province"]
            share = share_text(Fraction(str(by_province[worst])), self.language)
            yield self.say("served_worst", province=self.name(worst), share=share)

    def money(self) -> Iterator[str]:
        spent = self.spent(Cap(amount_mad=Decimal(0)))
        envelope = self.campaign.settings.budget.total_mad
        if envelope is None:
            yield self.say("money_total", spent=self.mad(spent))
        else:
            limit = to_centimes(envelope)
            share = self.share(spent, limit)
            yield self.say("money_envelope", spent=self.mad(spent), cap=self.mad(limit), share=share)
        for chapter in CHAPTERS:
            if spent := self.spent(Cap(amount_mad=Decimal(0), chapter=chapter)):
                yield self.say("money_chapter", chapter=self.say(f"chapter_{chapter}"), spent=self.mad(spent))
        for cap in self.campaign.caps:
            limit, spent = to_centimes(cap.amount_mad), self.spent(cap)
            yield self.say(
                "money_cap",
                scope=self.scope(cap),
                spent=self.mad(spent),
                cap=self.mad(limit),
                share=self.share(spent, limit),
            )

    def spent(self, cap: Cap) -> int:
        """Return the money that a cap limits, centimes."""
        return sum(
            to_centimes(line.amount_mad)
            for line in self.run.plan.budget
            if cap.region in ("", line.region)
            and cap.province in ("", line.province)
            and cap.chapter in ("", line.chapter)
        )

    def scope(self, cap: Cap) -> str:
        """Return what a cap limits, in words."""
        chapter = self.say(f"chapter_{cap.chapter}" if cap.chapter else "scope_all")
        return " · ".join([chapter, *(self.name(code) for code in (cap.region, cap.province) if code)])

    def unserved(self) -> Iterator[str]:
        groups: dict[tuple[str, str], list[UnservedRow]] = defaultdict(list)
        for row in self.run.plan.unserved:
            groups[row.kind, row.reason].append(row)
        if not groups:
            yield self.say("unserved_none")
        for (kind, reason), rows in sorted(groups.items(), key=lambda group: (group[0][0] != "visit", group[0])):
            own = f"reason_{kind}_{reason}"
            yield self.say(
                "unserved_group",
                kind=self.say(f"kind_{kind}"),
                missing=self.count(sum(row.missing for row in rows)),
                reason=self.say(own if own in WORDS else f"reason_{reason}"),
            )
            known = [row for row in rows if row.change and row.cost_mad is not None]
            if known:
                least = min(known, key=lambda row: (row.cost_mad, row.code))
                yield self.say(
                    "unserved_change",
                    what=self.say(f"change_{least.change}"),
                    code=least.change_code,
                    amount="" if least.change_amount is None else least.change_amount,
                    cost=self.mad(to_centimes(least.cost_mad or Decimal(0))),
                )

    def caravans(self) -> Iterator[str]:
        held: dict[str, list[CaravanRow]] = defaultdict(list)
        for row in self.run.plan.caravans:
            held[row.kind].append(row)
        yield self.say(
            "caravans_held",
            held=self.count(len(self.run.plan.caravans)),
            all=self.count(len(self.campaign.caravans)),
            persons=self.count(sum(row.persons_reached for row in self.run.plan.caravans)),
        )
        for kind in sorted({caravan.kind for caravan in self.campaign.caravans.values()}):
            there = self.count(sum(caravan.kind == kind for caravan in self.campaign.caravans.values()))
            if not held[kind]:
                yield self.say("caravans_none", kind=kind, all=there)
                continue
            yield self.say(
                "caravans_kind",
                kind=kind,
                held=self.count(len(held[kind])),
                all=there,
                first=date_text(min(row.start for row in held[kind]), self.language),
                last=date_text(max(row.end for row in held[kind]), self.language),
                persons=self.count(sum(row.persons_reached for row in held[kind])),
            )

    def ambulances(self) -> Iterator[str]:
        figures = self.run.plan.indicators
        posted = {row.ambulance for row in self.run.plan.ambulance_posts}
        yield self.say(
            "ambulances_posted", posted=self.count(len(posted)), all=self.count(len(self.campaign.ambulances))
        )
        yield self.say(
            "ambulances_cover",
            minutes=COVER_MIN,
            covered=self.count(figures["covered_60"]),
            douars=self.count(len(self.campaign.douars)),
            backed_up=self.count(figures["backed_up_60"]),
        )

    def sure(self) -> Iterator[str]:
        plan, bound = self.run.plan, self.run.bound_centimes
        room = plan.objective_centimes - bound
        yield self.say(f"sure_{self.run.status}")
        yield from self.owed()
        yield self.say(
            "sure_bound",
            objective=self.mad(plan.objective_centimes),
            bound=self.mad(bound),
            room=self.mad(room),
            gap=self.share(room, abs(plan.objective_centimes)),
        )
        yield self.say("sure_operations", gap=self.share(room, plan.operations_centimes))
        more = most_more_visits(self.run, self.campaign)
        if more.missing:
            yield self.say(
                "sure_more",
                most=self.count(more.most),
                missing=self.count(more.missing),
                least=self.mad(more.least_centimes),
            )
        else:
            yield self.say("sure_complete")
        for note in self.run.notes:
            key, province, detail = note.split(" ", 2)
            yield self.say(f"note_{key}", province=province, detail=detail)

    def owed(self) -> Iterator[str]:
        """Yield what is demanded and not done."""
        held = {row.caravan for row in self.run.plan.caravans}
        for caravan in self.campaign.caravans.values():
            if caravan.mandatory == "1" and caravan.code not in held:
                yield self.say("owed_caravan", code=caravan.code)
        for pin in missing_pins(self.run.plan, self.campaign):
            yield self.say("owed_pin", kind=self.say(f"pin_{pin.kind}"), what=describe_pin(pin))

    def approximate(self) -> Iterator[str]:
        rules = self.campaign.settings.travel
        yield self.say(
            f"approximate_{rules.engine}",
            road=rules.road_kmh,
            track=rules.track_kmh,
            detour=rules.detour,
            known=self.count(len(self.campaign.travel)),
        )
        attendance = share_text(Fraction(self.campaign.settings.policy.attendance), self.language)
        yield self.say("approximate_rates", attendance=attendance)
        if self.campaign.settings.calendar.ramadan is None and self.run.plan.ramadan:
            first, last = (date_text(day, self.language) for day in self.run.plan.ramadan)
            yield self.say("approximate_ramadan", first=first, last=last)
