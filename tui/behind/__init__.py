"""The app behind the prompt: loaded while somebody types, and let in with what the launcher hands over."""
