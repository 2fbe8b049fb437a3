"""How a plan names a cap, so that whoever reads it knows which one to raise."""

from __future__ import annotations

from planner.domain.campaign import Cap


def cap_code(cap: Cap) -> str:
    """Return the chapter and the place that a cap limits: `medicines|region:05`; blank where it limits all money.

    A province lies in one region, so it says enough by itself.
    """
    place = f"province:{cap.province}" if cap.province else f"region:{cap.region}" if cap.region else ""
    return "|".join(filter(None, (cap.chapter, place)))
