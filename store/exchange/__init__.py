"""Exchange: what two devices that trust each other hand to one another, and how that trust begins and ends."""
