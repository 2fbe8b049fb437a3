"""The cluster on whose workers provinces are computed, where one is named."""

from __future__ import annotations

from planner.cli.session import Session
from planner.errors import ClusterError


def cluster_text(error: ClusterError, session: Session) -> str:
    """Return the sentence of a cluster that cannot compute, with what mends it."""
    return session.say(f"cluster_{error.fault}", address=error.address, why=" ".join(error.why.split()))
