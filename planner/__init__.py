"""What moves and is decided: campaigns in, plans out."""
