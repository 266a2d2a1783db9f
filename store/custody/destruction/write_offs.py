"""What was written off, and whether it is still so.

Owns reading it. Refuses to own who may write something off (exchange, destroying) and what that closes (gate).

Source: agreement 7.2e, 13.7, 14.1, A10, A11.
"""

from collections.abc import Iterable
from dataclasses import replace

from store.custody.destruction.standing import WrittenOff
from store.ids import DeviceId
from store.keeping import acts
from store.keeping.acts.terms.destruction import WriteOffMatter
from store.keeping.kinds import acts_of
from store.keeping.store import Store


def written_off(store: Store) -> list[WrittenOff]:
    """Return everything that was written off, oldest first."""
    off: list[WrittenOff] = []
    for held in acts_of(store, acts.WriteOffRecorded, acts.BundleReceived):
        match held.act:
            case acts.WriteOffRecorded() as act:
                off.append(
                    WrittenOff(act.write_off, act.matter, act.device, act.backup, act.sheets, act.incident, act.reason)
                )
            case acts.BundleReceived() as act:
                off = [replace(each, has_come_back=True) if each.device == act.from_device else each for each in off]
            case _:
                continue
    return off


def devices_off(off: Iterable[WrittenOff]) -> frozenset[DeviceId]:
    """Return the devices that are written off with whatever lies on them, and were not heard of since. Pure."""
    gone = (each for each in off if each.matter is WriteOffMatter.DEVICE and not each.has_come_back)
    return frozenset(each.device for each in gone if each.device is not None)
