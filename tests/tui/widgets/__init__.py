"""Widgets, each by itself, played with keys only."""
