"""What a plan leaves out, by reason, and the smallest known change that would serve one more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from planner.domain.money import to_centimes
from planner.domain.plan import Run, UnservedRow
from planner.explain.caravan_money import Spent, caps_text, tell_caravan_money
from planner.explain.partial_visits import partial_visits
from planner.explain.voice import MOST_NAMED, WORDS, Voice

WITHOUT_AMOUNT: Final = ("day", "site")
"""Changes that are one thing: how much of it means nothing."""


def tell_unserved(run: Run, voice: Voice) -> Iterator[str]:
    """Yield what is missing, each kind and reason with its change, and what visits leave out."""
    groups: dict[tuple[str, str], list[UnservedRow]] = defaultdict(list)
    for row in run.plan.unserved:
        groups[row.kind, row.reason].append(row)
    partial = partial_visits(run.plan, voice.campaign)
    if groups:
        yield voice.say("unserved_head")
    for (kind, reason), rows in sorted(groups.items(), key=lambda group: (group[0][0] != "visit", group[0])):
        missing = voice.count(sum(row.missing for row in rows))
        yield voice.say(
            "unserved_group", kind=voice.say(f"kind_{kind}"), missing=missing, reason=_reason(kind, reason, rows, voice)
        )
        if known := [row for row in rows if _is_known(row)]:
            yield voice.say("unserved_change", change=_change(min(known, key=_size), voice))
        if (kind, reason) == ("caravan", "money"):
            yield from tell_caravan_money(run, voice)
    if partial.visits:
        yield voice.say("unserved_partial", partial=voice.count(partial.visits), persons=voice.count(partial.persons))
    elif not groups:
        yield voice.say("unserved_none")
    yield from tell_douars(run, voice)


def tell_douars(run: Run, voice: Voice) -> Iterator[str]:
    """Yield the douars that lack visits, first those where most persons do, with their reasons, and where all stand."""
    douars = voice.campaign.douars
    rows = [row for row in run.plan.unserved if row.kind == "visit"]
    rows.sort(key=lambda row: (-row.missing * douars[row.code].population, row.code))
    if rows:
        yield voice.say("unserved_douars", douars=voice.count(len(rows)))
    for row in rows[:MOST_NAMED]:
        douar = douars[row.code]
        yield voice.say(
            "unserved_douar",
            douar=voice.douar(row.code),
            code=row.code,
            province=voice.province(douar.province),
            missing=voice.count(row.missing),
            wanted=voice.count(voice.campaign.wanted_visits(douar)),
            reason=reason_of(row, voice),
        )
    if run.plan.unserved:
        yield voice.say("unserved_file")


def reason_of(row: UnservedRow, voice: Voice) -> str:
    """Return why a row is not served."""
    return _reason(row.kind, row.reason, [row], voice)


def _reason(kind: str, reason: str, rows: Sequence[UnservedRow], voice: Voice) -> str:
    """Return a reason in words; of money, with the caps that the rows name."""
    if levers := {voice.lever(row.change_code): None for row in rows if row.change == "money"}:
        return voice.say("reason_money_of", levers=voice.say("and").join(levers))
    own = f"reason_{kind}_{reason}"
    return voice.say(own if own in WORDS else f"reason_{reason}")


def _is_known(row: UnservedRow) -> bool:
    """Whether a row says all that its change's sentence takes."""
    is_named = bool(row.change_code) or row.change == "money"
    return bool(row.change) and is_named and (row.change in WITHOUT_AMOUNT or row.change_amount is not None)


def _size(row: UnservedRow) -> tuple[str, Decimal, Decimal, str]:
    """Return what orders changes: how much, then the cost, an unknown one last."""
    cost = Decimal("Infinity") if row.cost_mad is None else row.cost_mad
    return row.change, row.change_amount or Decimal(0), cost, row.code


def _change(row: UnservedRow, voice: Voice) -> str:
    """Return what would serve a row, and what it costs where that is known."""
    goal = voice.say(f"goal_{row.kind}", place=row.code if row.kind == "caravan" else voice.douar(row.code))
    amount = row.change_amount or Decimal(0)
    told = voice.say(
        f"change_{row.change}",
        goal=goal,
        what=_what(row, voice),
        amount=voice.mad(to_centimes(amount)) if row.change == "money" else voice.number(amount),
    )
    if row.cost_mad is None:
        return told
    return f"{told} {voice.say('change_cost', cost=voice.mad(to_centimes(row.cost_mad)))}"


def _what(row: UnservedRow, voice: Voice) -> str:
    """Return what a change is of: a cap, a profession, a kind of equipment, or a code as it is."""
    match row.change:
        case "money":
            return voice.lever(row.change_code)
        case "crew":
            return voice.word(f"profession_{row.change_code}", row.change_code)
        case "equipment":
            return voice.word(f"equipment_{row.change_code}", row.change_code)
    return row.change_code


def tell_row(row: UnservedRow, spent: Spent, voice: Voice) -> tuple[str, str]:
    """Return why a row is not served, and the smallest change that would serve it; blank where none is known."""
    is_of_caps = (row.kind, row.reason) == ("caravan", "money")
    caps = caps_text(row, spent, voice) if is_of_caps else ""
    reason = voice.say("reason_money_caps", caps=caps) if caps else reason_of(row, voice)
    return reason, _change(row, voice) if _is_known(row) else ""
