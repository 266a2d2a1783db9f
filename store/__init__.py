"""What is kept: importable without Textual, opened only through this door."""
