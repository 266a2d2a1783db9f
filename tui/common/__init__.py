"""The common room: what every screen shares, at the door and at base."""
