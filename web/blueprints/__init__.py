"""A module a noun: its pages, and what is done on them."""
