"""Incidents and requests once they were told: a list of each, and a page on which one is followed to its end."""
