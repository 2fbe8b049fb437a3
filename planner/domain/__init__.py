"""The vocabulary: campaigns, plans, rules, dates and money, knowing nothing of arrays, solvers or requests."""
