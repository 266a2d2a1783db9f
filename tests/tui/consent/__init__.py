"""Consent at the door, by keys alone."""
