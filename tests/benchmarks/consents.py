"""Consents: what 100,000 people said to four questions, against a bare SELECT of the same rows; one durable answer.

The rows are those the projection keeps. Every id is made up.
"""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from store.agreement.loading import load_agreement
from store.agreement.wordings import WordingForm
from store.fieldwork.consents.asking import answer
from store.fieldwork.consents.ceremony import open_ceremony
from store.fieldwork.consents.known import Known
from store.fieldwork.consents.questions import Asked, Respondent
from store.fieldwork.consents.reach import read_reach, read_states
from store.fieldwork.consents.records import Taker
from store.fieldwork.consents.saying import Around, Said
from store.ids import FamilyId, PersonId
from store.keeping.acts import ConsentRecorded
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.consents import ConsentDecision, ExpressedBy
from store.keeping.store import Store
from tests.benchmarks import stores
from tests.benchmarks.measuring import Result, side_by_side
from tests.made import inside

PEOPLE = 100_000
QUESTIONS = (("take-part", ""), ("linkage", "national-impact-study"), ("linkage", "health-records"), ("re-contact", ""))
STATES = ("given", "given", "refused", "not_asked", "withdrawn")
BARE = "SELECT family, person, purpose, target, is_live FROM consent"
COUNTING = "SELECT family, person, purpose, target FROM consent WHERE is_live AND purpose IN ('re-contact', 'linkage')"
"""The rows alone that say who may be contacted and linked."""
NOW = datetime(2015, 11, 2, 14, tzinfo=UTC)


def run(memory: Path, disk: Path, *, is_quick: bool = False) -> list[Result]:
    people = 1_000 if is_quick else PEOPLE
    with tempfile.TemporaryDirectory(dir=memory, prefix="doorstep-bench-") as temporary:
        folder = Path(temporary) / "base"
        stores.found(folder)
        with inside(folder) as connection:
            connection.execute("BEGIN")
            connection.executemany(
                "INSERT INTO consent"
                " (family, person, purpose, target, state, is_live, record, wave, is_doubted, is_from_before)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, 'one', 0, 0)",
                _rows(people),
            )
            connection.execute("COMMIT")
        with stores.open_at(folder) as store:
            results = _state(store, people, 2 if is_quick else 5)
    with tempfile.TemporaryDirectory(dir=disk, prefix=".bench-") as temporary:
        stores.found(Path(temporary) / "base")
        with stores.open_at(Path(temporary) / "base") as store:
            return [*results, _durable(store, 5 if is_quick else 200)]


def _state(store: Store, people: int, rounds: int) -> list[Result]:
    with store.reader() as connection:
        found = side_by_side(
            {
                "states": lambda _: read_states(connection),
                "reach": lambda _: read_reach(connection),
                "floor": lambda _: connection.execute(BARE).fetchall(),
                "counting": lambda _: connection.execute(COUNTING).fetchall(),
            },
            rounds,
            1,
        )
        ((answers,),) = connection.execute("SELECT count(*) FROM consent").fetchall()
    ms = {name: seconds * 1000 for name, seconds in found.items()}
    against = f"against a bare SELECT of the same {answers:,} rows"
    return [
        Result(f"state of {people:,} people x 4 purposes", 1.2, ms["states"], ms["floor"], "ms", against),
        Result("who may be contacted and linked", 1.2, ms["reach"], ms["floor"], "ms", against),
        Result("the same, floor: its rows alone", None, ms["reach"], ms["counting"], "ms"),
    ]


def _durable(store: Store, each: int) -> Result:
    """Measure one answer, from the choice to its being on the disk, against the append of an act."""
    agreement = load_agreement()
    family, person = FamilyId("f" * 32), PersonId("c" * 32)
    who = Respondent(family, person, "Amara", None, is_young_person=False)
    taker = Taker(store.keys.person.staff, None, agreement)
    ceremony, _ = open_ceremony(who, Wave.ONE, Known((), None, None, ()), agreement.wordings, taker, NOW)
    asked = ceremony.next
    assert isinstance(asked, Asked)
    shown = ceremony.text(asked, "en", WordingForm.FULL)
    said = Said(ConsentDecision.GIVEN, ExpressedBy.PERSON, shown, 30, is_read_to_end=True, around=Around())

    def ours(_: int) -> None:
        record = answer(ceremony, asked, said, NOW)[1][0]
        assert isinstance(record, ConsentRecorded)
        store.record(record)

    found = side_by_side({"ours": ours, "floor": lambda _: store.record(stores.view(family))}, 5, max(1, each // 5))
    return Result("one durable answer", 1.3, found["ours"] * 1000, found["floor"] * 1000, "ms", "against one view")


def _rows(people: int) -> Iterator[tuple[object, ...]]:
    for n in range(people):
        person = sha256(f"person {n}".encode()).hexdigest()[:32]
        family = sha256(f"family {n // 4}".encode()).hexdigest()[:32]
        for place, (purpose, target) in enumerate(QUESTIONS):
            state = STATES[(n + place) % len(STATES)]
            record = sha256(f"record {n} {place}".encode()).hexdigest()[:32]
            yield family, person, purpose, target, state, state == "given", record
