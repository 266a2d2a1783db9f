"""How a verb that lets a file out hears for whom.

Owns reading `--for`, `--channel` and `--clear`. Refuses to own how it leaves (store), and a page beside it (pages).
"""

import argparse
from typing import TYPE_CHECKING

from store.errors import WhichExportError
from store.keeping.store import Store

if TYPE_CHECKING:
    from store.exchange.letting_out import SealedFor


def hold_said(chosen: argparse.Namespace) -> None:
    """Make sure that it is said how the file leaves, before anybody signs in.

    Raises:
        WhichExportError: Neither for whom nor in clear.
    """
    if chosen.recipient is not None and getattr(chosen, "device", None) is not None:
        chosen.parser.error("--device is for a file in clear: a sealed one is no holding")
    if chosen.recipient is None and not chosen.clear:
        raise WhichExportError


def sealed_for(store: Store, chosen: argparse.Namespace) -> "SealedFor | None":
    """Return whom the file is sealed for; None where it leaves in clear.

    Raises:
        RecipientUnknownError, RecipientEndedError: As `recipient_named`.
    """
    if chosen.recipient is None:
        return None
    from store.exchange.letting_out import SealedFor
    from store.exchange.recipients import recipient_named
    from store.keeping.acts.terms.exchange import Channel

    return SealedFor(recipient_named(store, chosen.recipient), Channel(chosen.channel))
