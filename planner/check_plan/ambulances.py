"""Rules of ambulances' posts; what they cover is among the indicators."""

from __future__ import annotations

from itertools import pairwise

from planner.check_plan.facts import Facts
from planner.check_plan.findings import Finding, Findings, differs, span


def ambulance_posts(facts: Facts) -> Findings:
    """An ambulance is posted in its province, at its base if it has one, for a span of the season."""
    for post in facts.plan.ambulance_posts:
        ambulance = facts.campaign.ambulances[post.ambulance]
        yield from differs(post, "centre", ambulance.base or post.centre)
        if (province := facts.campaign.centres[post.centre].province) != ambulance.province:
            yield Finding(post, "centre", ambulance.province, province)
        if not facts.season.first <= post.from_ <= post.to <= facts.season.last:
            yield Finding(post, "from_", span(facts.season.first, facts.season.last), span(post.from_, post.to))


def one_post_at_a_time(facts: Facts) -> Findings:
    """An ambulance has one post at a time."""
    posts = sorted(facts.plan.ambulance_posts, key=lambda post: (post.ambulance, post.from_))
    for one, other in pairwise(posts):
        if one.ambulance == other.ambulance and other.from_ <= one.to:
            yield Finding(other, "from_", f"> {one.to}", about=f"{one.ambulance} {one.centre}")


def post_capacity(facts: Facts) -> Findings:
    """No centre has more ambulances on a day than its `ambulance_posts`: told of each that arrives where it is full."""
    for post in facts.plan.ambulance_posts:
        room = facts.campaign.centres[post.centre].ambulance_posts
        there = {
            other.ambulance
            for other in facts.plan.ambulance_posts
            if other.centre == post.centre
            and post.from_ <= other.to
            and (other.from_, other.ambulance) <= (post.from_, post.ambulance)
        }
        if len(there) > room:
            yield Finding(post, "centre", f"≤ {room}", len(there), f"{post.centre} {post.from_}")
