"""The forms room: questions one after the other, answered by keys; what was answered stays in sight."""
