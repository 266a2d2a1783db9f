"""What the app says to the launcher, and how it ends.

Owns the words. Refuses to own what follows from them.
"""

READY = "ready"
"""A passphrase can be tried; then whether it is a practice store."""
REFUSED = "refused"
"""That passphrase was not taken; then what happened and what to do."""
SHUT = "shut"
"""The store does not open as things are; then what happened and what to do."""
IN = "in"
"""The app wants the terminal."""
FAULT = "fault"
"""The app ended by a fault of its own; then two sentences."""

LOCKED = 75
"""How it ends where the prompt is to be shown again. Source: sysexits, EX_TEMPFAIL."""

LEFT = 0
"""How it ends where somebody leaves."""
