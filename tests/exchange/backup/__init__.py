"""Backups: made, verified, put back, destroyed."""
