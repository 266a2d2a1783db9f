"""Which release this is; entries and certificates name it."""

RELEASE = "0.1.0"

FIRST_RELEASE = "0.1.0"
"""No store is of an older one."""
