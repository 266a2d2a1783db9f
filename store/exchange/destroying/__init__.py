"""Destroying what is held: decided, ordered on every laptop, done at base, certified, declared."""
