"""Disclosure control: which figures of a table are not published, so that none on a few cases can be worked out."""
