"""Which caravans are held, where and when, by a search with the exact reach; and what they can be worth at most."""

from planner.solve.caravans.bound import bound_caravans
from planner.solve.caravans.place import CaravanAnswer, place_caravans, supply_caravans, value_caravans
from planner.solve.caravans.worth import CaravanPrices, reach_centimes, worth_of_caravans

__all__ = [
    "CaravanAnswer",
    "CaravanPrices",
    "bound_caravans",
    "place_caravans",
    "reach_centimes",
    "supply_caravans",
    "value_caravans",
    "worth_of_caravans",
]
