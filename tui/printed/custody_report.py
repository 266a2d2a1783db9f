"""`doorstep report custody`: which device holds how much, now or as of a day; of one family, where and seen by whom.

Owns the lines. Refuses to own the answers (custody): families are told by their ids, and datasets by counts.

Source: agreement A9.
"""

import argparse
import json
from collections.abc import Mapping

from store.clock import Instant
from store.coming_in import hold_sees_contacts
from store.custody import holdings, register
from store.custody.paper import Sheet
from store.custody.trail import family_of_reference
from store.ids import FamilyId
from store.keeping.store import Store
from tui import wording
from tui.common.trail import family_custody
from tui.printed import paper, registered
from tui.register_words import held_lines


def custody(store: Store, chosen: argparse.Namespace, at: Instant | None) -> None:
    """Print what was asked for.

    Raises:
        KeeperSeesNoContactsError: A keeper of eligibility asks who has a family and has seen it (clause 7.2c).
        FamilyUnknownError, DeviceUnknownError: What was named is not here.
        AsOfTooEarlyError: Nothing was told by then.
    """
    if chosen.family is not None:
        hold_sees_contacts(store)
        _of_family(store, family_of_reference(store, chosen.family), at, is_json=chosen.json)
    elif chosen.device is not None:
        _of_device(store, register.device_named(store, chosen.device), at, is_json=chosen.json)
    else:
        _of_all(store, at, is_json=chosen.json)


def _of_all(store: Store, at: Instant | None, *, is_json: bool) -> None:
    found = register.devices(store)
    if is_json:
        print(json.dumps([registered.told_of(store, each, at) for each in found], indent=2))
        return
    for each in found:
        state = each.state if at is None else register.state_at(store, each.device, at)
        if state is None:
            continue  # it was not on the register yet
        held = held_lines(store, [each], at)
        paper.say(f"{wording.words(each.kind)}, {wording.words(state)}; {'; '.join(held)}", f"{each.name}  ")


def _of_device(store: Store, device: register.Device, at: Instant | None, *, is_json: bool) -> None:
    found = holdings.lying_on(store, device.device, at)
    if is_json:
        print(json.dumps([_lying(each, {device.device: device.name}) for each in found], indent=2))
        return
    for each in found:
        paper.say(f"since {wording.moment(each.since)}, dataset {each.dataset[:8]}", f"{each.family}  ")
    paper.say(f"{device.name} holds {wording.counted(len(found), 'family', 'families')} that can still be named.")


def _of_family(store: Store, family: FamilyId, at: Instant | None, *, is_json: bool) -> None:
    found = family_custody.whereabouts_of(store, family, at)
    if is_json:
        print(json.dumps(_told(found), indent=2))
        return
    for label, said in family_custody.rows_of(found):
        paper.say(said, f"{label:<{family_custody.LABEL_CELLS}}" if label else "")


def _told(found: family_custody.Whereabouts) -> dict[str, object]:
    """Return one as the JSON that README documents."""
    return {
        "held": [_lying(each, found.devices) for each in found.lying],
        "paper": [_on_paper(each, found.staff) for each in found.sheets],
        "seen": [
            {
                "staff": each.staff,
                "name": found.staff.get(each.staff),
                "device": each.device,
                "at": each.at.isoformat(timespec="milliseconds"),
                "parts": each.parts.split(),
            }
            for each in found.seen
        ],
    }


def _on_paper(each: Sheet, staff: Mapping[str, str]) -> dict[str, object]:
    return {
        "sheet": each.sheet,
        "state": each.state.value,
        "holder": each.holder,
        "name": staff.get(each.holder),
        "issued_at": each.issued_at.isoformat(timespec="milliseconds"),
    }


def _lying(each: holdings.Lying, devices: Mapping[str, str]) -> dict[str, object]:
    return {
        "family": each.family,
        "device": each.device,
        "name": devices.get(each.device),
        "dataset": each.dataset,
        "since": each.since.isoformat(timespec="milliseconds"),
        "until": each.until and each.until.isoformat(timespec="milliseconds"),
    }
