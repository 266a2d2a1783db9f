"""The audit pack: what a period was, with proofs that hold where no store is; it names no family.

Owns what belongs to it and its making. Refuses to own the form of the file (keeping, attested), what proves it anew
(proving), and how it leaves (letting_out).

Source: agreement 8.2, 9.1c, A9, A10, A12.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from store.agreement.description import open_questions
from store.agreement.london import london_day
from store.clock import from_ms, to_ms
from store.custody import register
from store.custody.clocks import clocks_about
from store.custody.credentials import credentials
from store.custody.holdings import datasets_on, held_count
from store.custody.incidents.known import incidents
from store.custody.incidents.record import clock_record, record_of
from store.custody.naming import staff_names
from store.custody.paper import sheets
from store.custody.requests.known import requests
from store.errors import PeriodError
from store.exchange.audit.controls import control_map
from store.exchange.audit.witness import heads_sent
from store.exchange.ending import endings
from store.exchange.evidence import proof_of
from store.exchange.ticket import hold_supervisor_of_base
from store.ids import new_id
from store.keeping import acts
from store.keeping.agreed import agreement_of
from store.keeping.attested import digest_of, write_attested
from store.keeping.checkpoint import Checkpoint, sign_checkpoint
from store.keeping.header import unpack
from store.keeping.kinds import Held, acts_of
from store.keeping.store import Store
from store.keeping.term import end_told, term_stands
from store.keeping.tree import consistency_path
from store.release import RELEASE

Said = dict[str, Any]


def make_pack(store: Store, from_on: date, to_on: date, recipient: str | None = None) -> bytes:
    """Put together the pack of a period, tell of it, and return the file.

    Args:
        store: Base's.
        from_on: Its first London day.
        to_on: Its last.
        recipient: Whom it is sealed for; None for in clear.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base lets it out.
        PeriodError: It ends before it begins, or has not begun.
        StoreError: As `Store.record`.
    """
    hold_supervisor_of_base(store)
    if from_on > to_on or from_on > london_day(store.now()):
        raise PeriodError
    said = _said(store, from_on, to_on)
    notes = said["checkpoints"]
    told = acts.AuditPackMade(
        audit=None,
        movement=None,
        recipient=recipient,
        from_on=from_on.isoformat(),
        to_on=to_on.isoformat(),
        first_checkpoint=notes[0]["digest"],
        last_checkpoint=notes[-1]["digest"],
        entries_count=said["entries_count"],
        sha256=digest_of(said),
    )
    places = store.record(told)
    here = Held(store.journal.journal, store.journal.branch, places[-1], store.keys.person.staff, told)
    return write_attested("audit_pack", said, proof_of(store, here))


def _said(store: Store, from_on: date, to_on: date) -> Said:
    agreement = agreement_of(store)

    def is_within(at_ms: int) -> bool:
        return from_on <= london_day(from_ms(at_ms)) <= to_on

    headers = [unpack(entry.header) for entry in store.journal.entries(0, store.journal.size)]
    within = [each for each in headers if is_within(each.at_ms)]
    return {
        "pack": new_id(),
        "release": RELEASE,
        "base": store.sidecar.name,
        "practice": store.sidecar.is_practice,
        "agreement": agreement.title,
        "agreement_digest": agreement.digest,
        "from_on": from_on.isoformat(),
        "to_on": to_on.isoformat(),
        "made_at_ms": to_ms(store.now()),
        "entries_count": len(within),
        "entries_by_kind": dict(sorted(Counter(each.kind for each in within).items())),
        "erased_count": len(store.rows("SELECT 1 FROM tombstone")),
        "checkpoints": _checkpoints(store),
        "term": _term(store),
        "custody": list(_custody(store)),
        "movements": list(_movements(store, is_within)),
        "incidents": [record_of(store, each) for each in incidents(store) if is_within(to_ms(each.identified_at))],
        "requests": list(_requests(store, is_within)),
        "staff": list(_staff(store)),
        "paper": dict(sorted(Counter(each.state.value for each in sheets(store)).items())),
        "destruction": list(_destruction(store)),
        "control_map": {clause: list(found) for clause, found in control_map().items()},
        "open_points": [
            {"what": each.label, "said": each.value, "clause": each.clause}
            for each in open_questions(agreement, end_told(store))
        ],
        "faults": [{"where": each.where, "wrong": each.wrong, "doorstep": each.doorstep} for each in agreement.faults],
        "not_proved": [
            "That a respondent said yes: it rests on the word of whoever signed the entry.",
            "That no paper was left, and that the deliverers' copies are gone.",
            "Dates of base's own journal rest on its clock, and on checkpoints that a witness or a laptop kept.",
        ],
    }


def _term(store: Store) -> Said:
    """Return how long the agreement runs, and everything that was recorded about its end, oldest first."""
    stands = term_stands(store)
    told = [
        {
            "what": each.cause.value if each.cause else "extension",
            "at_ms": to_ms(each.at),
            "given_on": each.given_on and each.given_on.isoformat(),
            "agreed_on": each.agreed_on and each.agreed_on.isoformat(),
            "ends_on": each.ends_on.isoformat(),
            "document_sha256": each.document_digest,
        }
        for each in endings(store)
    ]
    return {"state": stands.state.value, "ends_on": stands.ends_on.isoformat(), "told": told}


def _checkpoints(store: Store) -> list[Said]:
    """Return base's own heads that others have seen, oldest first, the present one last, each proved to lead there.

    Others are laptops, who are told one with every bundle, and the witness. The roots are those that were told then,
    not those of the tree now.

    Shape:
        `path` is the consistency proof from that head to the last, Base64 of 32 bytes each.
    """
    journal, present = store.journal, store.journal.head()
    told = dict(store.rows("SELECT size, root FROM sentbundle"))
    for each in heads_sent(store):
        if (each.journal, each.branch) == (journal.journal, journal.branch):
            told[each.size] = each.root
    told = {size: root for size, root in told.items() if 0 < size < present.size}
    told[present.size] = present.root.hex()
    key, found = store.keys.device.signing, []
    for size in sorted(told):
        head = Checkpoint(journal.journal, journal.branch, size, bytes.fromhex(told[size]))
        note = sign_checkpoint(head, key)
        found.append(
            {
                "size": size,
                "digest": hashlib.sha256(note).hexdigest(),
                "note": note.decode("utf-8"),
                "path": [base64.b64encode(each).decode("ascii") for each in _path(store, size, present.size)],
            }
        )
    return found


def _path(store: Store, old: int, new: int) -> list[bytes]:
    return [] if old in (0, new) else consistency_path(old, new, store.journal.node)


def _custody(store: Store) -> Iterator[Said]:
    for each in register.devices(store):
        told = register.described(each)
        yield {
            **{name: told.get(name) for name in ("device", "kind", "name", "state", "serial", "why_necessary")},
            "encryption": told.get("encryption"),
            "families_now": held_count(store, each.device, each.kind),
            "datasets": [
                {"dataset": one.dataset, "shipment": one.shipment, "came": one.came_count, "left": one.left_count}
                for one in datasets_on(store, each.device)
            ],
            "history": [
                {"kind": step.act.kind, "at_ms": to_ms(step.at), "journal": step.journal, "n": step.n}
                for step in register.history(store, each.device)
            ],
        }


def _movements(store: Store, is_within: Any) -> Iterator[Said]:
    ends: dict[str, acts.MovementEnded] = {}
    moved: list[acts.MovementRecorded] = []
    for held in acts_of(store, acts.MovementRecorded, acts.MovementEnded):
        if isinstance(held.act, acts.MovementEnded):
            ends[held.act.movement] = held.act
        elif isinstance(held.act, acts.MovementRecorded):
            moved.append(held.act)
    for each in moved:
        if not is_within(each.at_ms):
            continue
        end = ends.get(each.movement)
        told = each.model_dump(mode="json")
        yield {**told, "end": end and end.end.value, "ended_at_ms": end and end.at_ms}


def _requests(store: Store, is_within: Any) -> Iterator[Said]:
    """Yield what was asked, by kind and day: neither who asked nor in what words."""
    for each in requests(store):
        if is_within(to_ms(each.received_at)):
            yield {
                "request": each.request,
                "kind": each.kind.value,
                "received_at_ms": to_ms(each.received_at),
                "steps": [
                    {
                        "step": step.step and step.step.value,
                        "end": step.end and step.end.value,
                        "at_ms": to_ms(step.at),
                    }
                    for step in each.news
                ],
                "clocks": [clock_record(one) for one in clocks_about(store, each.request)],
            }


def _staff(store: Store) -> Iterator[Said]:
    held = credentials(store)
    for staff, name in sorted(staff_names(store).items()):
        yield {
            "staff": staff,
            "name": name,
            "credentials": [
                {
                    "topics": sorted(each.topics),
                    "from_on": each.from_on.isoformat(),
                    "expires_on": each.expires_on.isoformat(),
                    "is_ended": each.is_ended,
                }
                for each in held
                if each.staff == staff
            ],
        }


def _destruction(store: Store) -> Iterator[Said]:
    kinds = (
        acts.DestructionOrdered,
        acts.DestructionExecuted,
        acts.CertificateIssued,
        acts.DeclarationSigned,
        acts.WriteOffRecorded,
    )
    for held in acts_of(store, *kinds):
        yield {"kind": held.act.kind, "journal": held.journal, "n": held.n, **held.act.model_dump(mode="json")}
