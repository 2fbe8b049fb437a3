"""What no plan can beat: a linear programme a province over every day segment, priced out of its pool."""
