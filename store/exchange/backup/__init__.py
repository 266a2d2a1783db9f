"""A copy of base under a key of its own: made onto a device of the register, verified, put back, destroyed."""
