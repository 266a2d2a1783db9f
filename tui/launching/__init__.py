"""The prompt before anything slow is loaded: standard library only, and as little of it as will do."""
