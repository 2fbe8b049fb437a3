"""Variables, constraints and search, on numbers alone: no names, no dates, no files."""
