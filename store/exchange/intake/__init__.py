"""Intake: what a council delivered is read, understood, held against the agreement, and taken in or turned away."""
