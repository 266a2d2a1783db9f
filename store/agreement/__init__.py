"""The agreement as data: terms, law by date, working days, deadlines, outcomes, wordings. Pure."""
