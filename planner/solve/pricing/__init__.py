"""What a dirham under each shared cap is worth: the prices at which parts of a plan are solved apart, and their bound.

`caps` says which caps are prices; `tour_parts` and `other_parts` answer them; `mix` finds the next ones; `find_prices`
goes from round to round; `priced` is what comes out.
"""

from planner.solve.pricing.find_prices import CostOfTours, find_prices, find_prices_of_tours
from planner.solve.pricing.priced import TOUR_COLUMNS, Priced

__all__ = ["TOUR_COLUMNS", "CostOfTours", "Priced", "find_prices", "find_prices_of_tours"]
