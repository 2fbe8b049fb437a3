"""Whose a campaign is: each account but the national planner's is bound to regions or provinces."""

from __future__ import annotations

from collections.abc import Mapping

from geodata.morocco import provinces
from planner.store.campaigns import StoredCampaign
from planner.store.users import User


def is_of_all(user: User) -> bool:
    """Return whether an account is bound to no territory."""
    return user.role == "national"


def is_theirs(user: User, province: str, region: str) -> bool:
    """Return whether a province lies in an account's territory.

    Parameters
    ----------
    region
        Of the province as a campaign says; it counts only where the country has no province of that code, so that
        nobody moves a province into their own territory by typing.
    """
    known = provinces().get(province)
    return is_of_all(user) or province in user.provinces or (known.parent if known else region) in user.regions


def is_foreign(user: User, province: str) -> bool:
    """Return whether the country has a province and it lies outside an account's territory."""
    return province in provinces() and not is_theirs(user, province, "")


def reaches(user: User, campaign: StoredCampaign, regions: Mapping[str, str], *, whole: bool) -> bool:
    """Return whether an account may come near a campaign; one that has no province yet is its maker's.

    Parameters
    ----------
    regions
        The region of each of the campaign's provinces, by code, and of what else is come near with it.
    whole
        Whether all of the campaign has to lie in the account's territory; else a part of it is enough.
    """
    if is_of_all(user) or not regions:
        return is_of_all(user) or campaign.made_by == user.email
    theirs = [is_theirs(user, province, region) for province, region in regions.items()]
    return all(theirs) if whole else any(theirs)
