"""The search for one province's dated tours: simulated annealing over whole tour-days, with exact counting of visits."""
