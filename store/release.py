"""Which release this is; entries and certificates name it."""

RELEASE = "0.1.0"
