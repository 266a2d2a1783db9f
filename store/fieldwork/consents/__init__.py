"""Consent at the door: where each question stands, which comes next, and what each answer is kept as."""
