"""`doorstep device`: the laptops of a base, revoking one, and locking a family on one by phone.

Refuses to own what else the register does (registered).
"""

import argparse
import json
import sys
from pathlib import Path

from store.custody.naming import staff_names
from store.custody.trail import family_of_reference, reference_of
from store.custody.volumes.telling import end_attestation, standing_attestation
from store.errors import NotALaptopError
from store.exchange import laptops, stop_code
from store.exchange.laptops import Known
from store.exchange.orders import renew_keys
from store.exchange.peers import hold_base, peer_named
from store.exchange.revocation import revoke
from store.exchange.volume_word import give_word, take_back_word
from store.keeping.acts.terms.devices import RevocationCause
from store.keeping.acts.terms.families import FamilyLockCause
from store.keeping.store import Store
from tui import wording
from tui.printed import opened, paper, registered

LONG_NAME = 20
"""Characters; a longer name does not push the others' lines to the right."""


def run(chosen: argparse.Namespace) -> None:
    """Do the deed that was asked for.

    Raises:
        DayFormError: `--as-of` is no day and no instant; nobody has signed in then.
    """
    as_of = getattr(chosen, "as_of", None)
    at = None if as_of is None else wording.day_or_instant(as_of, wording.DAY_ENDS)
    with opened.open_store(chosen) as store:
        match chosen.deed:
            case "add":
                registered.add(store, chosen)
            case "change":
                registered.change(store, chosen)
            case "show":
                registered.show(store, chosen, at)
            case deed if deed in registered.STANDS:
                registered.stand(store, deed, chosen.name, chosen.reason)
            case "list" if chosen.all:
                registered.say_all(store, is_json=chosen.json)
            case "list":
                _list(store, is_json=chosen.json)
            case "revoke":
                _revoke(store, chosen.name, RevocationCause(chosen.cause))
            case "renew-keys":
                _renew_keys(store, chosen.name)
            case "stop-code":
                _stop_code(store, chosen.name, chosen.family, FamilyLockCause(chosen.cause))
            case "attestation":
                _attestation(store, chosen.end, chosen.name)
            case "vouch":
                _vouch(store, chosen.name, chosen.reason, opened.existing(chosen.to))
            case "stop":
                _stop(store, " ".join(chosen.code))


def _list(store: Store, *, is_json: bool) -> None:
    known = laptops.known(store)
    if is_json:
        print(json.dumps([_told(each) for each in known], indent=2))
        return
    if not known:
        paper.say("No laptop is enrolled here. Begin with `doorstep enrol ticket`.")
    indent = 2 + max((len(each.peer.name) for each in known if len(each.peer.name) <= LONG_NAME), default=0)
    for each in known:
        said = _laptop(each) if each.receipted is None else _base(each, store)
        paper.say(said, f"{(each.peer.name or 'base') + '  ':{indent}}")


def _laptop(each: Known) -> str:
    return "; ".join(
        (
            each.interviewer or "nobody",
            wording.counted(each.families_count, "family", "families"),
            _heard(each),
            f"epoch {each.peer.epoch}",
            f"release {each.peer.release or 'unknown'}",
            each.state.replace("_", " "),
        )
    )


def _base(each: Known, store: Store) -> str:
    holds = f"holds {each.receipted:,} of this laptop's {wording.counted(store.journal.size, 'entry', 'entries')}"
    return "; ".join((_heard(each), holds, f"epoch {each.peer.epoch}"))


def _heard(each: Known) -> str:
    if each.last_in_at is None:
        return "never heard"
    unsent = f", {wording.counted(each.peer.unsent_count, 'act')} unsent then" if each.peer.unsent_count else ""
    return f"last heard {wording.moment(each.last_in_at)} (bundle {each.peer.number_in}{unsent})"


def _told(each: Known) -> dict[str, object]:
    """Return one as the JSON that README documents."""
    return {
        "device": each.peer.device,
        "name": each.peer.name,
        "role": each.peer.role.value,
        "interviewer": each.interviewer,
        "state": each.state,
        "families": each.families_count,
        "last_bundle": each.peer.number_in,
        "last_heard": each.last_in_at and each.last_in_at.isoformat(timespec="milliseconds"),
        "unsent": each.peer.unsent_count,
        "receipted": each.receipted,
        "epoch": each.peer.epoch,
        "release": each.peer.release,
    }


def _revoke(store: Store, name: str, cause: RevocationCause) -> None:
    hold_base(store)
    from_index = revoke(store, peer_named(store, name), cause)
    kept = wording.counted(from_index, "entry", "entries")
    paper.say(
        f"{name} is revoked ({cause}): the {kept} base holds of it stay believed, nothing more is, and nothing is sent"
        " to it. The families it has count as lost until you have it back: treat that as an incident."
    )


def _renew_keys(store: Store, name: str) -> None:
    hold_base(store)
    renew_keys(store, peer_named(store, name))
    paper.say(f"{name} goes over to new keys at its next sync, and destroys the old ones.")
    paper.say(f"What it signs with stays: where somebody else may have that, `doorstep device revoke --name {name}`.")


def _stop_code(store: Store, name: str, reference: str, cause: FamilyLockCause) -> None:
    hold_base(store)
    laptop = peer_named(store, name)
    code = stop_code.issue(store, laptop.device, family_of_reference(store, reference), cause)
    paper.say(f"Read this to whoever has {name}; it locks that family there and nothing else:")
    print()
    for line in wording.spelled(code):
        paper.say(line, "    ")
    print()
    paper.say("On the laptop: doorstep device stop CODE")


def _vouch(store: Store, name: str, reason: str, to: Path) -> None:
    path = give_word(store, name, reason, to)
    paper.say(f"Wrote {path}. It counts for 30 days, on {name} alone.")
    paper.say(f"On the laptop: doorstep --volume-word {path.name}")


def _stop(store: Store, typed: str) -> None:
    if store.sidecar.role == "base":
        raise NotALaptopError
    family = stop_code.enter(store, typed)
    is_shown = store.sidecar.is_practice or sys.stdout.isatty()
    reference = reference_of(store, family) if is_shown else None
    paper.say(f"{f'Family {reference}' if reference else 'The family'} is locked: do not visit, ring or write.")
    if store.frozen is not None:
        paper.say("This store is frozen, so it is noted beside it, and told as soon as it takes acts again.")


def _attestation(store: Store, reason: str | None, laptop: str | None) -> None:
    if reason is not None and laptop is not None:
        take_back_word(store, peer_named(store, laptop).device, reason)
        paper.say(f"Nobody vouches for the disk of {laptop} any more; its next bundle says so.")
        return
    if reason is not None:
        end_attestation(store, reason)
        paper.say("Nobody vouches for this machine's volumes any more: the next unlock asks again.")
        return
    standing = standing_attestation(store)
    if standing is None:
        paper.say("Nobody vouches for this machine's volumes; `doorstep status` says how they were found.")
        return
    by = staff_names(store).get(standing.attested_by, standing.attested_by)
    stands = "ran out" if store.now() >= standing.until else "holds until"
    paper.say(
        f"{by} vouches for this machine's volumes: {standing.reason}. It {stands} {wording.moment(standing.until)}."
    )
