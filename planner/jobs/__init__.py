"""Plans computed somewhere else: by workers that take runs from the store, and may die at any moment."""
