"""Consent at the door: asked for, kept answer by answer, withdrawn, marked as entered in error."""
