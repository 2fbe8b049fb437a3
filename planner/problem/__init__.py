"""Codes become numbers here: what is wanted and what is possible, as integers and arrays, knowing no solver."""
