"""What is wrong with a campaign, all of it at once, or the campaign."""
