"""What an inspection of a store proved, in words. Pure.

Owns the sentences. Refuses to own the inspection (store).
"""

from store.keeping.inspection import Proved
from tui import wording


def line(proved: Proved) -> str:
    """Return in one line what an inspection proved."""
    bodies = "headers and bodies" if not proved.erased else f"headers and bodies ({proved.erased:,} erased, each told)"
    anchors = "the anchor beside it and in the keyring" if proved.is_in_keyring else "the anchor beside it"
    signed = "signatures not asked for" if proved.signatures is None else "every signature"
    entries = wording.counted(proved.head.size, "entry", "entries")
    return (
        f"Proved: {entries}, {bodies}, tree, checkpoint {proved.head.root.hex()[:16]}, "
        f"{proved.page_bytes:,} bytes of pages, {anchors}; {signed}.{_beside(proved)}"
        " Dates of this journal rest on this device's clock, and on receipts where there are any."
    )


def _beside(proved: Proved) -> str:
    """Return what was proved beside the present tree, as sentences that follow others; empty where there is nothing."""
    said = ""
    if proved.former_entries:
        said += f" Before them {wording.counted(proved.former_entries, 'entry', 'entries')} of trees that ended."
    if proved.held_entries:
        held = wording.counted(proved.held_entries, "entry", "entries")
        gone = f" ({proved.held_erased:,} erased)" if proved.held_erased else ""
        trees = wording.counted(proved.held_trees, "tree", "trees")
        notes = wording.counted(proved.notes, "checkpoint", "checkpoints")
        said += f" Of other stores {held}{gone} in {trees}, and {notes} exchanged with them."
    return said
