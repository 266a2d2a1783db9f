"""What went wrong: raised at once by anybody, followed and closed by a supervisor; its clocks start with it."""
