"""The looks room: colours, and nothing but colours; what a sign says is said without them."""
