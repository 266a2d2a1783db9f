"""Destroying: decided, done, proved."""
