"""A module a step; none is changed once it was released."""
