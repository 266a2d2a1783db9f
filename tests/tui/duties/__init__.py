"""Following incidents and requests to their end, by keys alone."""
