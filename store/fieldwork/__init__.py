"""The fieldwork room: families, and what is done at their doors."""
