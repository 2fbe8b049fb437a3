"""The search for one province's dated tours: annealing over whole tour-days that counts visits exactly."""
