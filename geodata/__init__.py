"""What stands still: places, and the minutes between them."""
