"""What the screens look like: colours by number."""
