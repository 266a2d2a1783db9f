"""The widgets room: one noun each; they know values, never the store."""
