"""A plan in the store, of a campaign that can be worked out by hand: Azilal and Khénifra."""
