"""Setting this machine up: as a laptop, from a ticket of base, or as a base."""
