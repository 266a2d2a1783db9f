"""`doorstep device add`, `show`, `change` and where a device stands: the register, printed and changed.

Owns reading what was typed into the register's particulars, and the lines. Refuses to own every rule (custody).
"""

import argparse
import json
from datetime import date

from store.agreement.london import london_day
from store.clock import Instant
from store.custody import holdings, register
from store.custody.naming import staff_names
from store.custody.register import Device
from store.errors import DayFormError, StaffNameError
from store.ids import DeviceId, StaffId
from store.keeping import acts
from store.keeping.acts.terms.devices import DeviceKind, DeviceState, Encrypted, EncryptionScheme
from store.keeping.names import hold_line
from store.keeping.store import Store
from tui import wording
from tui.common.trail import trail_words
from tui.common.trail.naming import names_of
from tui.printed import paper
from tui.register_words import held_lines, particulars_rows

STANDS = {
    "retire": DeviceState.RETIRED,
    "wiped": DeviceState.WIPED,
    "lost": DeviceState.LOST,
    "returned": DeviceState.RETURNED,
    "reuse": DeviceState.IN_USE,
}
"""Where each deed puts a device."""


def add(store: Store, chosen: argparse.Namespace) -> None:
    """Put a device on the register, and say its id."""
    today = london_day(store.now()).isoformat()
    particulars = acts.DeviceParticulars(
        kind=DeviceKind(chosen.kind),
        name=_given(chosen.name),
        maker=_line(chosen.maker),
        model=_line(chosen.model),
        serial=_line(chosen.serial),
        owner_tag=_line(chosen.tag),
        holder=_holder(store, chosen.holder),
        kept_at=_line(chosen.kept_at),
        country="GB",
        why_necessary=_given(chosen.why),
        encryption=acts.EncryptionEvidence(
            encrypted=Encrypted(chosen.encrypted),
            scheme=EncryptionScheme(chosen.scheme or "other"),
            evidence=_given(chosen.evidence),
            seen_on=_day(chosen.seen_on) or today,
        ),
    )
    device = register.register(store, particulars)
    paper.say(f"{chosen.name} is on the register: {wording.words(particulars.kind)}, {device}.")


def change(store: Store, chosen: argparse.Namespace) -> None:
    """Say something else of a device; what is not named stays, but for evidence, which shows what it was seen for."""
    if (chosen.encrypted or chosen.scheme) and not chosen.evidence:
        chosen.parser.error("--encrypted and --scheme need --evidence: what shows it now")
    device = register.device_named(store, chosen.name)
    said = register.described_so_far(store, device)
    was = said.encryption
    encryption = acts.EncryptionEvidence(
        encrypted=Encrypted(chosen.encrypted or was.encrypted),
        scheme=EncryptionScheme(chosen.scheme or was.scheme),
        evidence=_line(chosen.evidence) or was.evidence,
        seen_on=_day(chosen.seen_on) or (london_day(store.now()).isoformat() if chosen.evidence else was.seen_on),
    )
    told = {
        "name": _line(chosen.new_name),
        "maker": _line(chosen.maker),
        "model": _line(chosen.model),
        "serial": _line(chosen.serial),
        "owner_tag": _line(chosen.tag),
        "holder": _holder(store, chosen.holder),
        "kept_at": _line(chosen.kept_at),
        "why_necessary": _line(chosen.why),
    }
    changed = {name: value for name, value in told.items() if value is not None}
    register.change(store, device, said.model_copy(update={**changed, "encryption": encryption}), _given(chosen.reason))
    paper.say(f"The register says so of {chosen.new_name or device.name} from now on.")


def stand(store: Store, deed: str, name: str, reason: str | None) -> None:
    """Say where a device stands from now on."""
    device = register.device_named(store, name)
    held = register.holds(store, register.as_told(store, device.device))
    register.change_state(store, device, STANDS[deed], _line(reason))
    told = f"{device.name} is {wording.words(STANDS[deed])}."
    if STANDS[deed] is DeviceState.WIPED and held:
        told += f" Data of {wording.counted(held, 'family', 'families')} was erased with it, and that is told."
    elif held:
        told += f" It still counts as holding data of {wording.counted(held, 'family', 'families')}."
    paper.say(told)


def show(store: Store, chosen: argparse.Namespace, at: Instant | None) -> None:
    """Print what a device is, holds, and what happened to it."""
    device = register.device_named(store, chosen.name)
    if chosen.json:
        print(json.dumps(told_of(store, device, at), indent=2))
        return
    for label, value in particulars_rows(store, device, "`doorstep device change`"):
        paper.say(value, f"{label:<14}")
    told = register.as_told(store, device.device)
    for line in held_lines(store, told, at):
        paper.say(line, f"{'holds':<14}")
    names = names_of(store)
    for step in register.happened(store, told):
        if at is None or step.at <= at:
            paper.say(f"{trail_words.sentence(step.act, names)}.", f"{wording.moment(step.at):<20}  ")


def say_all(store: Store, *, is_json: bool) -> None:
    """Print the whole register, a line each."""
    found = register.devices(store)
    if is_json:
        print(json.dumps([told_of(store, each, None) for each in found], indent=2))
        return
    for each, *also in register.told_together(found, DeviceId(store.sidecar.store)):
        held = register.holds(store, (each, *also))
        counted = f"holds {wording.counted(held, 'family', 'families')}" if held else "holds nothing"
        paper.say(f"{wording.words(each.kind)}; {wording.words(each.state)}; {counted}", f"{each.name}  ")


def told_of(store: Store, device: Device, at: Instant | None) -> dict[str, object]:
    """Return one device as the JSON that README documents."""
    said = device.particulars
    return {
        "device": device.device,
        "name": device.name,
        "kind": device.kind.value,
        "state": device.state.value if at is None else register.state_at(store, device.device, at),
        "serial": said and said.serial,
        "holder": said and said.holder,
        "why_necessary": said and said.why_necessary,
        "encrypted": said and said.encryption.encrypted.value,
        "encryption_seen_on": said and said.encryption.seen_on,
        "families": holdings.held_count(store, device.device, device.kind, at),
        "datasets": [
            {"dataset": each.dataset, "shipment": each.shipment, "families": each.left_here_count}
            for each in holdings.left_on(holdings.datasets_on(store, device.device, at))
        ],
    }


def _holder(store: Store, name: str | None) -> StaffId | None:
    if name is None:
        return None
    found = [staff for staff, known in staff_names(store).items() if known == name]
    if len(found) != 1:
        raise StaffNameError
    return StaffId(found[0])


def _given(text: str) -> str:
    hold_line(text)
    return text


def _line(text: str | None) -> str | None:
    return None if text is None else _given(text)


def _day(text: str | None) -> str | None:
    try:
        return None if text is None else date.fromisoformat(text).isoformat()
    except ValueError:
        raise DayFormError from None
