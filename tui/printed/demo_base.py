"""`doorstep demo base`: the app at base, on made-up councils, laptops and some weeks of work, all thrown away.

Owns making the stores and starting the app on base's. Refuses to own the families, and what was done at their doors
(store).
"""

import argparse
import sys
import tempfile
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

from store.agreement.purposes import DatasetKind, legal_basis_on
from store.clock import LONDON, to_ms
from store.custody.incidents.raising import IncidentEntered, raise_incident
from store.door import agreement_of
from store.exchange import allocation
from store.exchange.holders import lock_on_holders
from store.exchange.peers import peer_named
from store.fieldwork import made_up
from store.fieldwork.made_up_work import work
from store.ids import new_id
from store.keeping import acts, staffing
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.exchange import Container
from store.keeping.acts.terms.families import DetailField, DetailSource, FamilyLockCause
from store.keeping.acts.terms.incidents import IncidentKind
from store.keeping.acts.terms.store import StaffRole
from store.keeping.passphrases import read_passphrase
from store.keeping.training import move_training_clock
from tui import launcher, wording
from tui.printed.demo_stage import BASE, PASSPHRASE, A, B, Stage

SECOND: Final = "Harbour lantern 67 juniper"
"""The second supervisor's passphrase: each person has their own. It is shown on purpose, as the first one's is."""

COUNCILS: Final = (("Northmere Council", "NOR"), ("Southmere Council", "SOU"))
"""No council is called that."""

SHARES: Final = (0.4, 0.3)
"""Of all families, what the two laptops have; the rest waits to be given."""

NOTES: Final = (
    "Ring before you go: nobody opens the door unannounced.",
    "The dog in the yard is loose.",
    "Came to us through the truancy panel; please visit in the afternoon.",
)
"""What councils wrote beside addresses: the last one says why, and is not to be shown as it is (clause 7.2c)."""

AWAY: Final = timedelta(days=6)
"""How long nobody has heard of the second laptop."""


def run(chosen: argparse.Namespace) -> int:
    """Make it, and open the app on it; whatever ends the app, the stores are gone afterwards.

    Returns:
        The exit code.
    """
    if not launcher.is_at_terminal():
        return launcher.tell_no_terminal()
    families = chosen.families or 120
    print(f"Making up {wording.counted(families, 'family', 'families')} and two laptops ...", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="doorstep-demo-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        make(folder, families)
        return launcher.run(["--store", str(folder / BASE)], told(folder))


def told(folder: Path) -> tuple[str, ...]:
    """Return what stands at the prompt."""
    return (
        f"A demonstration: everybody's passphrase is {PASSPHRASE}",
        f"The second supervisor's, where two approve: {SECOND}",
        f"Its laptops lie beside it, for another terminal: doorstep --store '{folder / A}', or {B}.",
        "Everybody is made up, and all of it is thrown away when you leave (Ctrl+Q).",
    )


def make(folder: Path, count: int) -> Path:
    """Make a base, two councils' deliveries, and two laptops that have worked for some weeks; return base's folder.

    Args:
        folder: Empty; everything lies below it.
        count: How many families the councils delivered.
    """
    with Stage(folder, is_telling=False) as stage:
        stage.set_up_base()
        staffing.add(stage[BASE], "Supervisor Two", StaffRole.SUPERVISOR, read_passphrase(SECOND.encode()))
        delivered: dict[str, acts.FamilyDelivered] = {each.family: each for each in _deliver(stage, count)}
        for name, interviewer, share in zip((A, B), ("Interviewer One", "Interviewer Two"), SHARES, strict=True):
            stage.enrol(name, interviewer)
            _give(stage, name, max(1, int(count * share)))
        stage.sync(BASE, A, B, BASE)
        for name in (A, B):
            _work(stage, name, delivered)
        _correct_apart(stage)
        stage.sync(A, B, BASE, A, B, BASE)
        _go_on_without(stage)
    return folder / BASE


def _deliver(stage: Stage, count: int) -> list[acts.FamilyDelivered]:
    """Have each council deliver its part; return every family."""
    base = stage[BASE]
    every: list[acts.FamilyDelivered] = []
    for place, (council, prefix) in enumerate(COUNCILS):
        part = count // 2 if place else count - count // 2
        delivery = new_id()
        families = list(made_up.families(part, delivery, seed=2015 + place, prefix=prefix))
        for at, text in enumerate(NOTES[place::2]):
            note = acts.Note(note=new_id(), text=text, source=council, expires_on=None)
            families[at] = families[at].model_copy(update={"held_notes": (note,)})
        base.record(_taken_in(stage, council, delivery, part), *families)
        every += families
    return every


def _taken_in(stage: Stage, council: str, delivery: str, count: int) -> acts.DeliveryTakenIn:
    base, agreement = stage[BASE], agreement_of(stage[BASE])
    today = base.now().astimezone(LONDON).date()
    return acts.DeliveryTakenIn(
        delivery=delivery,
        movement=new_id(),
        council=council,
        dataset_kind=DatasetKind.CONTACTS,
        wave=Wave.ONE,
        container=Container.ZIP_AE2,
        sha256=sha256(delivery.encode()).hexdigest(),
        arrived_at_ms=to_ms(base.now()),
        letters_sent_on="2015-10-05",
        collected_from_on=None,
        statement_digest=None,
        legal_basis=legal_basis_on(agreement.legal_bases, DatasetKind.CONTACTS, today).id,
        open_points=("6",),
        mailed_count=count,
        opted_out_count=0,
        held_count=0,
        supplied_count=count,
    )


def _give(stage: Stage, name: str, count: int) -> None:
    chosen = allocation.choose(allocation.free_families(stage[BASE]), None, count)
    allocation.give(stage[BASE], peer_named(stage[BASE], name), chosen)


def _work(stage: Stage, name: str, delivered: dict[str, acts.FamilyDelivered]) -> None:
    """Let an interviewer have worked on everything their laptop has."""
    laptop = stage[name]
    held = laptop.rows("SELECT family FROM allocation ORDER BY family")
    families = [delivered[family] for (family,) in held]
    laptop.record(*work(families, laptop.now(), laptop.keys.person.staff, agreement_of(laptop)))


def _correct_apart(stage: Stage) -> None:
    """Let a laptop and base each note how to find a door, and neither know of the other."""
    ((family,),) = stage[A].rows("SELECT family FROM allocation ORDER BY family LIMIT 1")
    for name, text in ((A, "The blue door, left of the shop"), (BASE, "Through the yard behind the shop")):
        stage[name].record(
            acts.DetailsCorrected(
                correction=new_id(),
                undoes=None,
                family=family,
                person=None,
                field=DetailField.DIRECTIONS,
                entry=None,
                old=None,
                new=text,
                source=DetailSource.COUNCIL if name == BASE else DetailSource.INTERVIEWER,
                known_on=stage[name].now().astimezone(LONDON).date().isoformat(),
                is_odd=False,
            )
        )


def _go_on_without(stage: Stage) -> None:
    """Let some days pass in which one laptop is not heard of: a refusal waits there, and a list lay open."""
    base = stage[BASE]
    move_training_clock(base, base.now() + AWAY)
    for _ in range(2):  # a laptop takes its practice clock from the first bundle, and has a right one with the second
        _give(stage, A, 1)
        stage.sync(BASE, A, BASE)
    rows = base.rows(
        "SELECT family FROM allocation JOIN contactline USING (family) WHERE device = ? AND standing = 'to_do'"
        " ORDER BY family LIMIT 1",
        (peer_named(base, B).device,),
    )
    for (family,) in rows:
        lock_on_holders(base, family, FamilyLockCause.CONTACT_WISH)
    told = IncidentEntered(IncidentKind.OVERSEEN, "A list lay open on a train", identified_at=base.now())
    raise_incident(base, told)
