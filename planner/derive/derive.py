"""From what is decided to a plan with everything that follows from it."""

from __future__ import annotations

from geodata.travel import ENGINE_VERSION, TravelTimes
from planner.derive.ambulances import cover_centimes, derive_cover
from planner.derive.caravans import derive_caravans
from planner.derive.coverage import shortfall_centimes
from planner.derive.indicators import derive_indicators
from planner.derive.lateness import late_person_days, lateness_centimes
from planner.derive.money import derive_budget, money_by_chapter
from planner.derive.tours import derive_tours
from planner.derive.unserved import derive_unserved
from planner.derive.visits import derive_visits
from planner.domain.calendar import SeasonCalendar
from planner.domain.campaign import Campaign
from planner.domain.catchments import Catchments
from planner.domain.money import to_centimes
from planner.domain.plan import Decisions, DutyRow, Plan, PostRow, UseRow


def derive(
    campaign: Campaign, catchments: Catchments, travel: TravelTimes, calendar: SeasonCalendar, decisions: Decisions
) -> Plan:
    """Work out all that follows from decisions: hours, worth, cover, money, indicators, objective, what is missing.

    The order of what is decided changes nothing. Whether the rules are kept is not asked here, but where one is broken
    that figures rest on. What is unserved has no reason yet: `search`.

    Raises
    ------
    ValueError
        Where a tour drives where there is no way, a visit may not count, or a post lies outside the season.
    """
    tours, stops = derive_tours(campaign, travel, decisions.tours)
    visits = derive_visits(campaign, catchments, tours, stops, decisions.visits)
    caravans, reach = derive_caravans(campaign, travel, decisions.caravans)
    cover = derive_cover(campaign, travel, calendar, decisions.posts)
    budget = derive_budget(campaign, tours, stops, caravans, decisions.posts)
    late = late_person_days(campaign, visits)
    money = money_by_chapter(budget)
    values_mad = [visit.value_mad for visit in visits] + [row.value_mad for row in caravans]
    return Plan(
        campaign_code=campaign.settings.campaign.code,
        tours=tours,
        stops=stops,
        visits=visits,
        caravans=caravans,
        caravan_reach=reach,
        ambulance_posts=tuple(
            PostRow(ambulance=post.ambulance, centre=post.centre, from_=post.from_, to=post.to)
            for post in sorted(decisions.posts, key=lambda post: (post.ambulance, post.from_, post.centre))
        ),
        roster=tuple(
            DutyRow(
                staff=duty.staff,
                date=duty.date,
                duty=duty.duty,
                code=duty.code,
                role=campaign.staff[duty.staff].profession,
            )
            for duty in sorted(decisions.duties)
        ),
        equipment_use=tuple(
            UseRow(equipment=use.equipment, caravan=use.caravan, from_=use.from_, to=use.to)
            for use in sorted(decisions.uses, key=lambda use: (use.equipment, use.from_, use.caravan))
        ),
        budget=budget,
        unserved=tuple(derive_unserved(campaign, calendar, visits, {row.caravan for row in caravans}, cover)),
        objective_centimes=money.total()
        - sum(map(to_centimes, values_mad))
        - cover_centimes(campaign, calendar, cover)
        + lateness_centimes(campaign, late)
        + shortfall_centimes(campaign, visits),
        operations_centimes=money.total() - money["medicines"],
        indicators=derive_indicators(
            campaign,
            calendar.length_days,
            tours,
            stops,
            visits,
            caravans,
            money,
            cover,
            sum(late.values()),
        ),
        open_days=tuple(sorted(calendar.open_days)),
        ramadan=calendar.ramadan,
        engine=campaign.settings.travel.engine,
        engine_version=ENGINE_VERSION,
    )
