"""Plans in words: what is served and what is not, what it costs, and how sure that is."""
