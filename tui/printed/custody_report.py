"""`doorstep report custody`: which device holds how much, now or as of a day; of one family, where and seen by whom.

Owns the lines. Refuses to own the answers (custody): families are told by their ids, and datasets by counts.

Source: agreement A9.
"""

import argparse
import json
from collections.abc import Mapping

from store.clock import Instant
from store.custody import holdings, register
from store.custody.paper import Sheet, sheets_of
from store.custody.trail import family_of_reference
from store.ids import DeviceId, FamilyId
from store.keeping.store import Store
from tui import wording
from tui.printed import paper, registered


def custody(store: Store, chosen: argparse.Namespace, at: Instant | None) -> None:
    """Print what was asked for.

    Raises:
        FamilyUnknownError, DeviceUnknownError: What was named is not here.
        AsOfTooEarlyError: Nothing was told by then.
    """
    if chosen.family is not None:
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
        held = registered.held_lines(store, each, at)
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
    devices = {each.device: each.name for each in register.devices(store)}
    staff = dict(store.rows("SELECT staff, name FROM staff"))
    lying = sorted(holdings.lying_of(store, family, at), key=lambda each: devices.get(each.device, each.device))
    seen, printed_on = holdings.seen_by(store, family, at), sheets_of(store, family, at)
    if is_json:
        views = [
            {
                "staff": each.staff,
                "name": staff.get(each.staff),
                "device": each.device,
                "at": each.at.isoformat(timespec="milliseconds"),
                "parts": each.parts.split(),
            }
            for each in seen
        ]
        held = [_lying(each, devices) for each in lying]
        sheets = [_on_paper(each, staff) for each in printed_on]
        print(json.dumps({"held": held, "paper": sheets, "seen": views}, indent=2))
        return
    for each in lying:
        paper.say(f"{devices.get(each.device, each.device)}, since {wording.moment(each.since)}", f"{'lies on':<12}")
    for sheet in printed_on:
        who = staff.get(sheet.holder, sheet.holder)
        paper.say(f"sheet {sheet.sheet}, handed to {who} {wording.moment(sheet.issued_at)}", f"{'on paper':<12}")
    for view in seen:
        who, where = staff.get(view.staff, view.staff), devices.get(view.device, view.device)
        said = f"{who} on {where}, {wording.moment(view.at)}: {', '.join(view.parts.split())}"
        paper.say(said.replace("_", " "), f"{'seen by':<12}")
    if not (lying or printed_on or seen):
        paper.say("No device and no paper held it, and nobody had seen it.")


def _on_paper(each: Sheet, staff: Mapping[str, str]) -> dict[str, object]:
    return {
        "sheet": each.sheet,
        "state": each.state.value,
        "holder": each.holder,
        "name": staff.get(each.holder),
        "issued_at": each.issued_at.isoformat(timespec="milliseconds"),
    }


def _lying(each: holdings.Lying, devices: Mapping[DeviceId, str]) -> dict[str, object]:
    return {
        "family": each.family,
        "device": each.device,
        "name": devices.get(each.device),
        "dataset": each.dataset,
        "since": each.since.isoformat(timespec="milliseconds"),
        "until": each.until and each.until.isoformat(timespec="milliseconds"),
    }
