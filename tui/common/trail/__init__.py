"""The trail: what happened here, and which device holds whose data; the same at the door and at base."""
