"""Wave 2: every family goes back to its council for updating, and those that agreed come in again."""
