"""A device of the register in words: what is said of it, and what it holds.

Owns the lines. Refuses to own the register (store), and what happened to a device (trail_words).
"""

from collections.abc import Sequence

from store.clock import Instant
from store.custody import holdings, register
from store.custody.naming import staff_names
from store.custody.register import Device
from store.keeping.store import Store
from tui import wording


def held_lines(store: Store, told: Sequence[Device], at: Instant | None) -> list[str]:
    """Return what a device holds, however many told of it, a line a dataset; it names nobody."""
    left = [each for one in told for each in holdings.left_on(holdings.datasets_on(store, one.device, at))]
    lines = [
        f"{wording.counted(each.left_here_count, 'family', 'families')}: {each.shipment.replace('_', ' ')}, dataset"
        f" {each.dataset[:8]}"
        for each in left
    ]
    count = register.holds(store, told, at)
    return lines or [wording.counted(count, "family", "families") if count else "nothing"]


def particulars_rows(store: Store, device: Device, how: str) -> list[tuple[str, str]]:
    """Return what the register says of a device, labels with what stands beside them.

    Args:
        store: Open.
        device: Which.
        how: How one that nobody described yet is described.
    """
    said = device.particulars
    rows = [("name", device.name), ("what", wording.words(device.kind)), ("stands", wording.words(device.state))]
    found = register.volume_found(store, device.device)
    looked = [] if found is None else [("looked at", f"{wording.moment(found.at)}: {found.evidence}")]
    if said is None:
        return [*rows, *looked, ("described", f"nobody has yet: {how}")]
    who = staff_names(store).get(said.holder or "", "nobody in particular")
    made = " ".join(filter(None, (said.maker, said.model)))
    seen = said.encryption
    shown = f"{seen.encrypted}, {wording.words(seen.scheme)}: {seen.evidence}; seen on {wording.day(seen.seen_on)}"
    optional = (("made by", made), ("serial", said.serial), ("owner's tag", said.owner_tag), ("kept at", said.kept_at))
    named = [(label, value) for label, value in optional if value]
    return [*rows, *named, ("holder", who), ("necessary", said.why_necessary), ("encrypted", shown), *looked]
