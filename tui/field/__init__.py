"""The field room: the interviewer's screens."""
