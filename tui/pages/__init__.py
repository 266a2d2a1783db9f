"""Pages to read of what leaves base: their words, and how they are laid out."""
