"""What a person sees: knows the words of the store, never its tables."""
