"""`doorstep demo exchange`: a made-up base and two laptops, from the first ticket to a copy put back; all thrown away.

Each part does what people do with the command, and prints what came of it. Everything works on real, encrypted stores.
"""

import argparse
import shutil
import tempfile
from datetime import timedelta
from itertools import islice
from pathlib import Path

from store.clock import to_ms
from store.custody.trail import read_trail
from store.errors import StoreBehindError
from store.exchange import allocation, lifting, orders
from store.exchange.peers import peer_named
from store.fieldwork import made_up
from store.ids import new_id
from store.keeping import acts
from store.keeping.acts.family_parts import Person
from store.keeping.acts.terms.attempts import AttemptMode, AttemptResult, Wave
from store.keeping.acts.terms.families import DetailField, DetailSource
from store.keeping.inspection import inspect
from store.keeping.store import Store
from store.keeping.training import move_training_clock
from tui import wording
from tui.printed import paper, trail
from tui.printed.demo_stage import BASE, PASSPHRASE, A, B, Stage, head, say

TRAIL_LINES = 6
NOTHING_CAME_OF_IT = "310"
"""An outcome code for nobody at home; this one is made up, the agreement's own come with the attempts."""


def run(chosen: argparse.Namespace) -> None:
    """Play it through."""
    with tempfile.TemporaryDirectory(prefix="doorstep-demo-") as temporary, Stage(Path(temporary)) as stage:
        paper.say("Made-up families, in practice stores that are thrown away at the end, below")
        paper.say(f"{temporary}. Everybody's passphrase: {PASSPHRASE}")
        families = list(made_up.families(chosen.families or 12, delivery=new_id()))
        half = (len(families) + 1) // 2
        _begin(stage, families)
        _give_out(stage, half, len(families) - half)
        _lose_and_double(stage, families[0])
        _verify(stage, BASE, A, B)
        yesterday = _copied(stage)
        _destroy(stage, families[half - 1])
        _put_back(stage, yesterday, families[half])
        _tell_trail(stage)


def _begin(stage: Stage, families: list[acts.FamilyDelivered]) -> None:
    head("A base, and two laptops that it trusts")
    stage.set_up_base()
    stage[BASE].record(*families)
    say(BASE, f"keeps {wording.counted(len(families), 'family', 'families')} that a council delivered")
    for name, interviewer in ((A, "Interviewer One"), (B, "Interviewer Two")):
        say(name, f"shows: {stage.enrol(name, interviewer)}")
    say(BASE, "hears the same six words from each of them, and trusts both")


def _give_out(stage: Stage, *counts: int) -> None:
    head("Families go out, through a folder that nobody has to trust")
    for name, count in zip((A, B), counts, strict=True):
        chosen = allocation.choose(allocation.free_families(stage[BASE]), None, count)
        allocation.give(stage[BASE], peer_named(stage[BASE], name), chosen)
    say(BASE, f"gives {wording.counted(counts[0], 'family', 'families')} to {A}, and {counts[1]} to {B}")
    stage.sync(BASE, A, B, BASE, A, B)


def _lose_and_double(stage: Stage, visited: acts.FamilyDelivered) -> None:
    head("A day's work; one bundle is lost on the way, another comes twice")
    stage[A].record(_attempt(stage[A], visited), _correction(stage[A], visited))
    say(A, "keeps an attempt at a door, and a phone number that changed")
    stage.sync(A, B)
    stage.on_its_way(A).unlink()
    say("", f"the bundle of {A} is lost")
    doubled = stage.on_its_way(B)
    twice = doubled.read_bytes()
    stage.sync(BASE)
    doubled.write_bytes(twice)
    say("", f"the bundle of {B} comes a second time")
    stage.sync(A, BASE, A, B)


def _verify(stage: Stage, *names: str) -> None:
    head("doorstep verify --signatures")
    for name in names:
        _prove(stage, name)


def _prove(stage: Stage, name: str) -> None:
    proved = inspect(stage[name], signatures=True)
    erased = f", {proved.erased} of them erased and each told," if proved.erased else ""
    say(name, f"proved: {wording.counted(proved.head.size, 'entry', 'entries')}{erased} and every signature")


def _copied(stage: Stage) -> Path:
    """Return a copy of a laptop's folder as it is now."""
    stage.shut(B)
    return Path(shutil.copytree(stage.folder / B, stage.folder / "copy"))


def _destroy(stage: Stage, family: acts.FamilyDelivered) -> None:
    head(f"The next day, one family is destroyed on {A}")
    move_training_clock(stage[BASE], stage[BASE].now() + timedelta(days=1))
    orders.destroy(stage[BASE], peer_named(stage[BASE], A), [family.family])
    stage.sync(BASE, A)
    say(A, f"erased it, and went over to a new key: epoch {stage[A].sidecar.epoch}")
    stage.sync(BASE)
    epoch = peer_named(stage[BASE], A).epoch
    say(BASE, f"has the signed receipt, and seals to the key of epoch {epoch} from now on")
    _prove(stage, A)


def _put_back(stage: Stage, copy: Path, visited: acts.FamilyDelivered) -> None:
    head(f"{B}: a copy of its disk from the day before is put back")
    stage[B].record(_attempt(stage[B], visited))
    stage.sync(B, BASE)
    stage.shut(B)
    shutil.rmtree(stage.folder / B)
    copy.rename(stage.folder / B)
    try:
        stage.sync(B)
    except StoreBehindError as refusal:
        say(B, refusal.message)
    asked = lifting.request(stage[B], stage.carried)
    answer = lifting.answer(stage[BASE], asked.read_bytes(), "The disk was changed.", stage.carried)
    say(BASE, "raises an incident, and a supervisor answers the laptop's request")
    lifting.apply(stage[B], answer.read_bytes())
    say(B, f"goes on in branch {stage[B].sidecar.branch}; base keeps both sides")
    stage.sync(B, BASE)
    _prove(stage, BASE)


def _tell_trail(stage: Stage) -> None:
    head(f"doorstep trail: the newest {TRAIL_LINES} lines at base")
    for line in islice(read_trail(stage[BASE]), TRAIL_LINES):
        trail.say(line)


def _attempt(store: Store, visited: acts.FamilyDelivered) -> acts.AttemptRecorded:
    told = acts.AttemptTold(
        at_ms=to_ms(store.now()),
        utc_offset_min=0,
        is_late=False,
        mode=AttemptMode.VISIT,
        result=AttemptResult.NO_CONTACT,
        reason=None,
        met=(),
        met_description=None,
        others_present=(),
        respondents=(),
        household_code=NOTHING_CAME_OF_IT,
        household_group=None,
        next_appointment=None,
        sheet=None,
        note=None,
    )
    return acts.AttemptRecorded(
        attempt=new_id(),
        family=visited.family,
        wave=Wave.ONE,
        number=1,
        interviewer=store.keys.person.staff,
        told=told,
    )


def _correction(store: Store, visited: acts.FamilyDelivered) -> acts.DetailsCorrected:
    carer: Person = visited.details.people[0]
    return acts.DetailsCorrected(
        correction=new_id(),
        undoes=None,
        family=visited.family,
        person=carer.person,
        field=DetailField.PHONE,
        entry=carer.phones[0].entry,
        old=carer.phones[0].number,
        new=made_up.DRAMA_MOBILE.format(123),
        source=DetailSource.INTERVIEWER,
        known_on=store.now().date().isoformat(),
        is_odd=False,
    )
