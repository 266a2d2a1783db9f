"""A base and a laptop whose every stored text tries something: controls, turners, markup, names without an end.

Owns what they try, what is said and done there before, and putting the one in the other's place in each act that is
kept. Refuses to own what becomes of it. All made up.
"""

import atexit
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final
from zlib import crc32

from store.agreement.purposes import DatasetKind
from store.clock import to_ms
from store.custody import paper, register
from store.custody.incidents.raising import IncidentEntered, raise_incident
from store.custody.requests.asking import RequestEntered, add_request
from store.errors import ActBodyError
from store.exchange import recipients
from store.exchange.back_checks import draw_checks
from store.exchange.destroying import deciding, doing
from store.exchange.destroying.certifying import certify
from store.exchange.destroying.known import destruction_named
from store.exchange.disclosures import Direction, record_disclosure
from store.exchange.instructions import record_instruction
from store.exchange.intake.arriving import Asked
from store.exchange.intake.deed import intake
from store.exchange.letting_out import SealedFor
from store.exchange.linkage.extracting import extract_linkage
from store.exchange.recipients import recipient_named
from store.exchange.wave_two.proposing import as_read, propose
from store.exchange.wave_two.resupply import resupply
from store.fieldwork.paper_wishes import PaperWishEntered, paper_wish
from store.ids import new_id
from store.keeping import acts, canonical, database, staffing
from store.keeping.acts.terms.exchange import (
    Channel,
    DisclosureAuthority,
    ExportPurpose,
    Geography,
    GrantMatter,
    InstructionMatter,
    OutputDecision,
    RecipientKind,
    Shipment,
)
from store.keeping.acts.terms.families import DetailField, WishBy, WishDecision, WishReach
from store.keeping.acts.terms.incidents import IncidentKind, RequestKind
from store.keeping.acts.terms.store import StaffRole
from store.keeping.header import unpack
from store.keeping.opening import ClosedStore
from store.keeping.store import Store
from tests.custody.test_register import a_drive
from tests.exchange import wrapped
from tests.exchange.backup.test_release import registered
from tests.exchange.destroying.test_doing import nobody
from tests.exchange.enrolled import FORGOTTEN
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange, correction, told
from tests.exchange.test_intake import family
from tests.exchange.wave_two.delivered import COUNCIL, KEY, council, deliver, families_of
from tests.exchange.wave_two.test_updating import agree, returned, zipped
from tests.fieldwork import doings
from tests.made import PASSPHRASE, SECOND_PASSPHRASE, SUPERVISOR, opened, passphrase
from tests.tui.test_extract_command import take

CONTROLS: Final = (
    "\x1b]52;c;T1dORUQ=\x07", "\x1b]0;OWNED\x07", "\x1b]2;OWNED\x1b\\", "\x1b[7;77H", "\x1b[41;5m", "\x1b[5i",
    "\x1bP1$r\x1b\\", "\x9b7;77H", "\x9d52;c;T1dORUQ=\x9c", "\x07", "\x08\x08", "\x0e", "\x7f",
)  # fmt: skip
"""What commands a terminal: its clipboard, title, cursor, printer, bell, character set."""

UNSEEN: Final = (
    "\u202e", "\u2066", "\u2069", "\u200f", "\u200d", "\ufe0f", "\u2028", "\u0085", "\u3164", "\ufeff",
)  # fmt: skip
"""What turns a line round, joins or hides."""

SHORT: Final = (
    "".join(CONTROLS),
    "".join(UNSEEN) + "eman",
    "[/] [red]x[/red] [@click=app.lock]y[/] [link=http://0]z[/link] \\[",
    "\u6f22\u5b57\uff21" * 20 + "e" + "\u0301" * 60,
    "\U0001f1ec\U0001f1e7\u0e01\u0e33\U0001f44d\U0001f3fd \U0001f468\u200d\U0001f469\u200d\U0001f467",
)
LONG: Final = "N" * 4900

AUDITOR: Final = "Ferry almanac 77 juniper"


def tried(text: str) -> str:
    """Return what stands where a text stood: the same wherever the same text stood, so that names are still found."""
    first = crc32(text.encode()) % (len(SHORT) + 1)
    return (LONG if first == len(SHORT) else "".join((*SHORT[first:], *SHORT[:first]))) + text


@cache
def hostile() -> tuple[Path, Path]:
    """Return the folders of a base and a laptop that hold nothing else; to be copied."""
    outer = Path(mkdtemp(prefix="doorstep-tests-"))
    atexit.register(shutil.rmtree, outer, ignore_errors=True)
    exchange = Exchange(outer)
    exchange.give(FAMILIES)
    exchange.sync(1)
    with exchange.laptop.open() as laptop:
        _at_the_door(laptop)
    with exchange.at_base() as base:
        base.record(correction(FAMILIES[0], "left of the mill"))
    exchange.sync(1)
    with exchange.at_base() as base:
        _at_base(base, exchange)
    exchange.sync_base()
    _try(exchange.base, PASSPHRASE)
    _try(exchange.laptop.folder, FORGOTTEN)
    return exchange.base, exchange.laptop.folder


def _at_the_door(store: Store) -> None:
    """Do of everything a little, at several doors."""
    first, second, third, fourth, *_ = FAMILIES
    notes = [doings.safety_note(family) for family in FAMILIES]
    booked = [doings.appointment(family, note="Ring first") for family in FAMILIES]
    store.record(*notes, *map(doings.note_read, notes), *booked)
    store.record(*(doings.attempt(family, note="Nobody there", met_description="A neighbour") for family in FAMILIES))
    surname = {"person": DELIVERED[1].details.people[0].person}
    store.record(correction(first, "behind the mill"), doings.correction(second, DetailField.SURNAME, "Zu", **surname))
    store.record(doings.added(third, doings.member(first_names="Ann", surname="Hart")))
    store.record(doings.moved(fourth, DELIVERED[3].details.address, doings.address("9 Zebu Lane")))
    take(store, DELIVERED[0])
    store.record(paper_wish(PaperWishEntered("P-18", WishBy.RESPONDENT, WishReach.FAMILY), store.now()))


def _at_base(store: Store, exchange: Exchange) -> None:
    """Have of everything something that base can show."""
    _begin_wave_two(store, exchange.folder)
    _know_recipients(store)
    registered(store)
    register.register(store, a_drive(maker="Maker", model="M 1", owner_tag="T 1", holder=None, kept_at="A safe"))
    for kind in (IncidentKind.OVERSEEN, IncidentKind.OTHER):
        raise_incident(store, IncidentEntered(kind, "left on the bus", "A bus", devices=(exchange.laptop.device,)))
    add_request(
        store, RequestEntered(RequestKind.SUBJECT_ACCESS, "What do you hold?", FAMILIES[0], None, "Ann", "Post")
    )
    add_request(store, RequestEntered(RequestKind.DELETION, "Delete it", None, None, "Bob", "By mail"))
    paper.issue(store, ["P-1"], SUPERVISOR, FAMILIES[:2], "A power cut")
    store.record(paper_wish(PaperWishEntered("P-17", WishBy.RESPONDENT, WishReach.FAMILY), store.now()))
    staffing.add(store, "Auditor One", StaffRole.AUDITOR, passphrase(AUDITOR))
    for each in FAMILIES[:5]:
        back_at_ms, who = to_ms(store.now() + timedelta(hours=1)), store.keys.person.staff
        store.record(
            acts.LoneVisitStarted(visit=new_id(), family=each, interviewer=who, expected_back_at_ms=back_at_ms)
        )
    draw_checks(store)
    extract_linkage(
        store, exchange.folder / "linkage", SealedFor(recipient_named(store, "DCLG"), Channel.TRANSFER_SITE)
    )
    moved = [each.movement for each in told(store, acts.MovementRecorded) if isinstance(each, acts.MovementRecorded)]
    _let_out(store, moved[-1])
    store.record(doings.wish(FAMILIES[5], WishDecision.NO_CONTACT, reason="Rang", by_description="An aunt"))
    _destroy(store, exchange.folder)


def _begin_wave_two(store: Store, folder: Path) -> None:
    """Take a council's families in, send them back, and take those in that agreed to be visited again."""
    rows = [family(n, notes="Ring first") for n in range(1, 7)]
    deliver(store, [*rows, family(7, id="")])
    agree(store, len(FAMILIES) + 2)  # some are of this council, whichever come first
    resupply(store, COUNCIL, folder / "sent back", council(store))
    moved = zipped(returned(store, change=lambda row: row.update(address_1="Other House")))
    asked = Asked(moved, DatasetKind.UPDATES, COUNCIL, wrapped.told)
    proposed = propose(store, asked, lambda *_: None)
    assert proposed is not None
    approved = as_read(proposed, lambda: passphrase(SECOND_PASSPHRASE))
    intake(store, replace(asked, second=approved), lambda *_: None)


def _destroy(store: Store, folder: Path) -> None:
    """Have a family destroyed that asked for it, and another that a laptop still has."""
    gone = families_of(store)[0]
    add_request(store, RequestEntered(RequestKind.SUBJECT_ACCESS, "What is kept?", gone, None, "Eve", "At home"))
    order = deciding.decide(store, deciding.of_families([gone]), nobody)
    doing.go_on(store)
    (folder / "certificate").write_bytes(certify(store, destruction_named(store, order)))
    deciding.decide(store, deciding.of_families(FAMILIES[4:5]), nobody)
    doing.go_on(store)


def _know_recipients(store: Store) -> None:
    """Have whoever may be sent something, and the words in writing that it rests on."""
    purposes, digest, today = frozenset({ExportPurpose.LINKAGE, ExportPurpose.EVIDENCE}), "ab" * 32, date(2015, 11, 1)
    recipients.register(store, "DCLG", "Department One", RecipientKind.DEPARTMENT, "GB", purposes, KEY.public)
    printers = recipients.register(
        store, "Printers", "Printers Ltd", RecipientKind.SUB_CONTRACTOR, "GB", purposes, None
    )
    files = frozenset({Shipment.CONTACTS})
    recipients.record_grant(store, "Printers", GrantMatter.SUB_CONTRACTOR, files, "Head One", digest, today, None)
    record_instruction(store, InstructionMatter.KEEP_EVIDENCE, "Head Two", digest, "Keep the proofs")
    direction = Direction("Head Three", digest)
    authority = DisclosureAuthority.DIRECTION
    record_disclosure(store, printers.recipient, authority, "Letter of May", [Shipment.CONTACTS], direction)


def _let_out(store: Store, movement: str) -> None:
    """Have an output that was let out; what stands in it is told by each table's two sides."""
    output, digest, counts = new_id(), "cd" * 32, {"cells_count": 9, "primary_suppressed_count": 2}
    table = acts.TableTold(
        rows_by="Council", columns_by="Outcome", unweighted_base=40, complementary_suppressed_count=1, **counts
    )
    me = store.keys.person.staff
    store.record(
        acts.OutputMade(
            output=output, geography=Geography.NATION, smallest_cell_kept=9, tables=(table,), sha256=digest, made_by=me
        ),
        acts.OutputReleased(
            output=output,
            decision=OutputDecision.RELEASE,
            sha256=digest,
            recipient=recipient_named(store, "DCLG").recipient,
            movement=movement,
            approvals=(),
            reason="It tells of nobody",
        ),
    )


# -- in each act that is kept ----------------------------------------------------------------------------------------


def _try(folder: Path, text: str) -> None:
    """Put it in the place of every text that an act holds, and have the tables follow from that."""
    is_free: dict[tuple[str, tuple[str, ...]], bool] = {}
    with ClosedStore(folder).unlock(passphrase(text)) as store:
        connection = database.connect(folder / f"epoch-{store.sidecar.epoch}.db", store.keys.database)
    for key, header, body in connection.execute("SELECT id, header, body FROM entry WHERE body IS NOT NULL").fetchall():
        told = json.loads(body)
        kind = unpack(header)
        for path, at, place in list(_texts(told)):
            if (kind.kind, path) not in is_free:
                is_free[kind.kind, path] = _takes_anything(kind.kind, kind.kind_version, told, at, place)
            if is_free[kind.kind, path]:
                at[place] = tried(at[place])
        connection.execute("UPDATE entry SET body = ? WHERE id = ?", (canonical.dumps(told), key))
    database.settle(connection)
    connection.close()
    with opened(folder, text, is_clock_right=True) as store:
        store.replay()


def _texts(told: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Yield each text somewhere in a body: by which names one comes to it, and where it stands."""
    inner = told.items() if isinstance(told, dict) else enumerate(told)
    for place, value in inner:
        way = (*path, place) if isinstance(place, str) else path
        if isinstance(value, str):
            yield way, told, place
        elif isinstance(value, dict | list):
            yield from _texts(value, way)


def _takes_anything(kind: str, version: int, told: Any, at: Any, place: Any) -> bool:
    """Say whether an act takes any text in a place; ids, days, codes and closed sets of words do not."""
    before, at[place] = at[place], "\x1b[/]\u202e"
    try:
        acts.parse(kind, version, canonical.dumps(told))
    except ActBodyError:
        return False
    finally:
        at[place] = before
    return True
