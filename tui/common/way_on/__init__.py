"""A laptop that cannot go on by itself: what it asks of base, and what is done with the answer."""
