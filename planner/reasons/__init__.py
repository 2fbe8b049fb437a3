"""Why what is missing is missing: reasons that are proven to hold beside the rest of a plan."""

from planner.reasons.explain_unserved import explain_unserved

__all__ = ["explain_unserved"]
