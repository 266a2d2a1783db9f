"""The command's printed output: one file a verb, each over the store's door."""
