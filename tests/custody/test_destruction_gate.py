"""What stands in the way of each declaration (13.3-13.7): a checklist worked out from values alone."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from store.custody.destruction.gate import Matter, open_points
from store.custody.destruction.gate_words import words_of
from store.custody.destruction.standing import (
    Acknowledgement,
    AtBase,
    Copy,
    Decided,
    OpenOrder,
    PutBack,
    Sent,
    Sheets,
    Standing,
    Unsent,
    WrittenOff,
)
from store.ids import DeviceId, JournalId
from store.keeping.acts.terms.destruction import Declaration, WriteOffMatter
from store.keeping.acts.terms.devices import DeviceKind
from store.keeping.acts.terms.exchange import RecipientKind, Shipment

LAPTOP, STICK = DeviceId("1" * 32), DeviceId("2" * 32)
RESUPPLIED = 5_000
CLOSED = Standing(
    (), (), (), (), Sheets((), ()), AtBase(0, 0, has_eligibility=False, secrets_count=0), (), RESUPPLIED, ()
)
ON_LAPTOP = Copy(LAPTOP, "laptop", DeviceKind.LAPTOP, "a" * 32, Shipment.CONTACTS, 3, 1_000)
OTHER = replace(ON_LAPTOP, dataset="7" * 32, families_count=1)
LATER = replace(ON_LAPTOP, since_ms=RESUPPLIED + 1)
BACKUP = Copy(STICK, "Stick 1", DeviceKind.BACKUP, "b" * 32, Shipment.BACKUP, 6, 1_000)
SENT = Sent(
    "c" * 32, "d" * 32, "Printers Ltd", RecipientKind.SUB_CONTRACTOR, Shipment.CONTACTS, 6, 1_000, is_gone=False
)
OFF = WrittenOff("e" * 32, WriteOffMatter.DEVICE, LAPTOP, None, (), "f" * 32, "Stolen from a car.")
ORDER, UNSENT = OpenOrder("9" * 32, LAPTOP, "laptop"), Unsent(LAPTOP, "laptop", 4)
BOTH = set(Declaration)
LAST = {Declaration.ALL_COPIES}

OPEN: list[tuple[dict[str, Any], set[Declaration], list[Matter]]] = [
    ({}, BOTH, []),
    ({"resupply_sent_at_ms": None}, {Declaration.ORIGINAL_DATASET}, [Matter.RESUPPLY]),
    ({"copies": [ON_LAPTOP]}, BOTH, [Matter.HOLDING]),
    ({"copies": [LATER]}, LAST, [Matter.HOLDING]),
    ({"copies": [BACKUP]}, BOTH, [Matter.BACKUP]),
    ({"copies": [replace(BACKUP, since_ms=RESUPPLIED + 1)]}, LAST, [Matter.BACKUP]),
    ({"copies": [replace(BACKUP, since_ms=RESUPPLIED + 1, is_from_before=True)]}, BOTH, [Matter.BACKUP]),
    ({"put_back": [PutBack(JournalId("8" * 32), date(2015, 11, 2))]}, BOTH, [Matter.LATER_BACKUPS]),
    ({"orders": [ORDER]}, BOTH, [Matter.ORDER]),
    ({"unsent": [UNSENT]}, BOTH, [Matter.UNSENT]),
    ({"sheets": Sheets(["1", "2"], [])}, BOTH, [Matter.PAPER_OUT]),
    ({"sheets": Sheets([], ["1"])}, BOTH, [Matter.PAPER_BACK]),
    ({"sent": [SENT]}, BOTH, [Matter.SUB_CONTRACTOR]),
    ({"sent": [replace(SENT, is_gone=True)]}, BOTH, []),
    ({"sent": [replace(SENT, kind=RecipientKind.DEPARTMENT)]}, BOTH, []),
    ({"awaited": [Acknowledgement(Shipment.LINKAGE_EXTRACT, "DCLG")]}, LAST, [Matter.ACKNOWLEDGEMENT]),
    ({"at_base": AtBase(0, 2, has_eligibility=True, secrets_count=0)}, BOTH, [Matter.ORIGINALS, Matter.ELIGIBILITY]),
    (
        {"at_base": AtBase(6, 0, has_eligibility=False, secrets_count=2)},
        LAST,
        [Matter.FAMILIES_AT_BASE, Matter.SECRETS],
    ),
    ({"copies": [ON_LAPTOP], "orders": [ORDER], "unsent": [UNSENT], "written_off": [OFF]}, BOTH, []),
    ({"copies": [ON_LAPTOP], "written_off": [replace(OFF, has_come_back=True)]}, BOTH, [Matter.HOLDING]),
    ({"copies": [BACKUP], "written_off": [OFF]}, BOTH, [Matter.BACKUP]),
    (
        {"copies": [BACKUP], "written_off": [replace(OFF, matter=WriteOffMatter.BACKUP, device=None, backup="b" * 32)]},
        BOTH,
        [],
    ),
    (
        {"copies": [ON_LAPTOP], "unsent": [UNSENT], "written_off": [replace(OFF, matter=WriteOffMatter.JOURNAL)]},
        BOTH,
        [Matter.HOLDING],
    ),
    (
        {
            "sheets": Sheets(["1", "2", "3"], []),
            "written_off": [replace(OFF, matter=WriteOffMatter.PAPER, device=None, sheets=("1", "3"))],
        },
        BOTH,
        [Matter.PAPER_OUT],
    ),
    (  # one that was written off came back since and was shredded: it closes no other one
        {
            "sheets": Sheets(["2"], []),
            "written_off": [replace(OFF, matter=WriteOffMatter.PAPER, device=None, sheets=("1",))],
        },
        BOTH,
        [Matter.PAPER_OUT],
    ),
    (
        {"decided": [Decided("a" * 32, 2, is_done=True, is_certified=True), Decided("b" * 32, 3, False, False)]},
        BOTH,
        [Matter.DESTRUCTION],
    ),
    ({"decided": [Decided("a" * 32, 2, is_done=True, is_certified=False)]}, BOTH, [Matter.CERTIFICATE]),
    ({"decided": [Decided("a" * 32, 2, is_done=False, is_certified=True)]}, BOTH, [Matter.DESTRUCTION]),
]


@pytest.mark.parametrize(("stands", "blocked", "matters"), OPEN)
@pytest.mark.parametrize("declaration", list(Declaration))
def test_each_thing_that_is_open_stands_in_the_way_of_the_declarations_it_belongs_to(
    stands: dict[str, Any], blocked: set[Declaration], matters: list[Matter], declaration: Declaration
) -> None:
    points = open_points(replace(CLOSED, **stands), declaration)

    assert [each.matter for each in points] == (matters if declaration in blocked else [])


def test_each_point_says_whose_it_is_and_how_much() -> None:
    stands = replace(
        CLOSED, copies=[ON_LAPTOP, OTHER, BACKUP], sheets=Sheets(["1"], []), sent=[SENT], resupply_sent_at_ms=None
    )

    said = [words_of(each) for each in open_points(stands, Declaration.ORIGINAL_DATASET)]

    assert said == [
        "the families originally provided were not sent back for updating (7.2e)",
        "laptop holds 3 families (dataset aaaaaaaa)",
        "laptop holds 1 family (dataset 77777777)",
        "a backup on Stick 1 holds 6 families (bbbbbbbb)",
        "1 numbered sheet is still out",
        "Printers Ltd has not said in writing that its copy is gone (cccccccc)",
    ]
