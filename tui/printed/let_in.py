"""What those who go on from a copy of base read about whom it lets in."""

from store.exchange.still_here import WhoLeft
from tui.printed import paper


def say_closed(said: WhoLeft) -> None:
    """Print who can sign in no longer, or that all the others can."""
    for name in said.left:
        paper.say(f"{name} can no longer sign in.")
    paper.say(
        "Whoever else the copy lets in can: `doorstep staff list`. With the passphrase they had when it was made."
    )
