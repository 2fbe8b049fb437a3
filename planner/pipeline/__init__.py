"""The sentences that the program is: read a campaign, plan it, look at a plan again."""
