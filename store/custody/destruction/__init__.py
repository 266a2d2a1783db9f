"""Destruction that can be proved: what holds copies, what is open before a declaration, what a certificate says."""
