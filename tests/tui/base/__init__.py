"""Tests of the supervisor's screens."""
