"""A program in a pseudo terminal, measured from outside: what one sees, when, and what it costs."""
