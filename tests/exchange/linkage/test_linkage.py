"""4.2: exactly those whose yes stands are linked, with as little as finds them; whoever withdrew is stopped."""

import csv
import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import errors
from store.agreement.purposes import Purpose
from store.exchange.destroying import deciding, doing
from store.exchange.destroying.known import destruction_named
from store.exchange.letting_out import SealedFor
from store.exchange.linkage import extracting, known
from store.exchange.linkage.extracting import acknowledge, extract_linkage, extract_stops, never_left
from store.exchange.linkage.known import Sent, open_files, owed_stops, sent, unwilling_people
from store.exchange.linkage.tables import LINKED
from store.exchange.recipients import recipient_named, register
from store.exchange.sealed_exports import open_sealed
from store.fieldwork.consents.state import Told
from store.fieldwork.made_up_work import work
from store.ids import PersonId, new_id
from store.keeping import acts
from store.keeping.acts.terms.consents import ConsentDecision
from store.keeping.acts.terms.exchange import Channel, ExportPurpose, MovementEnd, RecipientKind, Shipment
from store.keeping.acts.terms.store import ErasureReason
from store.keeping.agreed import agreement_of
from store.keeping.causality import at_base
from store.keeping.history import ancestry
from store.keeping.store import Store
from tests.exchange.destroying.test_doing import nobody
from tests.exchange.exchanging import killed_at_each_step
from tests.exchange.test_intake import told
from tests.exchange.wave_two.delivered import KEY
from tests.fieldwork import doings
from tests.fieldwork.consents.agreeing import OfFamily, linked_people
from tests.made import families, made_base, opened

NIS = "national-impact-study"
FAMILIES = families(40)


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base that has 40 families' answers, and a department; to be copied."""
    folder = made_base(tmp_path_factory.mktemp("linkage"))
    with opened(folder) as store:
        store.record(*FAMILIES)
        done = work(FAMILIES, store.now(), store.keys.person.staff, agreement_of(store), share=1.0)
        store.record(*done)
        department(store)
    return folder


@pytest.fixture
def base(origin: Path, tmp_path: Path) -> Iterator[Store]:
    with opened(Path(shutil.copytree(origin, tmp_path / "base"))) as store:
        yield store


def department(store: Store, name: str = "DCLG", kind: RecipientKind = RecipientKind.DEPARTMENT) -> None:
    register(store, name, "Department One", kind, "GB", frozenset({ExportPurpose.LINKAGE}), KEY.public)


def to(store: Store, name: str = "DCLG") -> SealedFor:
    return SealedFor(recipient_named(store, name), Channel.TRANSFER_SITE)


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(open_sealed(path.read_bytes(), KEY).content.decode())))


def yes_by_the_rule(store: Store) -> set[str]:
    """Return whose yes stands by the pure rule, over every record there is."""
    records = [(n, act) for n, act in enumerate(told(store, acts.ConsentRecorded))]
    of = [OfFamily(act.family, Told.from_act(act, at_base(store.sidecar.journal, 0, n))) for n, act in records]
    return set(linked_people(of, ancestry(store), NIS))


def withdraw(store: Store, person: str, purpose: Purpose = Purpose.LINKAGE) -> None:
    """Let somebody take something back."""
    given_ = next(
        act for act in reversed(told(store, acts.ConsentRecorded)) if (act.person, act.purpose) == (person, purpose)
    )
    took = {"record": new_id(), "follows": given_.record, "decision": ConsentDecision.WITHDRAWN}
    store.record(given_.model_copy(update=took))


def test_exactly_those_whose_yes_stands_are_sent_with_as_little_as_finds_them(base: Store, tmp_path: Path) -> None:
    """Clauses 4.2, 8.2, 8.3."""
    path = tmp_path / "linkage"

    made = extract_linkage(base, path, to(base))

    sent_rows = rows(path)
    assert {row["person"] for row in sent_rows} == yes_by_the_rule(base) == made.people
    assert len(sent_rows) == len(made.people) > 5
    assert tuple(sent_rows[0]) == LINKED
    people = {each.person: each for family in FAMILIES for each in family.details.people}
    assert all(row["first_names"] == (people[PersonId(row["person"])].first_names or "") for row in sent_rows)
    content = open_sealed(path.read_bytes(), KEY).content.decode()
    for family in FAMILIES:
        assert family.council_reference not in content
        assert not any(phone.number in content for each in family.details.people for phone in each.phones)
    (act,) = told(base, acts.LinkageExtractMade)
    assert (act.people_count, frozenset(act.people)) == (len(made.people), made.people)
    moved = told(base, acts.MovementRecorded)[-1]
    assert (moved.shipment, moved.sha256, moved.for_clause) == (Shipment.LINKAGE_EXTRACT, act.sha256, "4.2")


def test_it_goes_to_those_the_agreement_names_and_in_the_right_place(base: Store, tmp_path: Path) -> None:
    """Clauses 7.1, 9.1d."""
    department(base, "Evaluators", RecipientKind.EVALUATOR)
    since = base.journal.size

    with pytest.raises(errors.NotGrantedError):
        extract_linkage(base, tmp_path / "x", to(base, "Evaluators"))
    with pytest.raises(errors.WhichRecordsError):
        extract_linkage(base, tmp_path / "x", to(base), "police-records")
    assert (base.journal.size, list(tmp_path.glob("x*"))) == (since, [])


def test_who_withdraws_is_out_of_the_next_extract_and_on_the_stop_list_once(base: Store, tmp_path: Path) -> None:
    """Clause 4.2; clauses "Consent", the table of withdrawals."""
    first = extract_linkage(base, tmp_path / "one", to(base))
    with pytest.raises(errors.NobodyStoppedError):
        extract_stops(base, tmp_path / "stop", to(base))
    took_back = sorted(first.people)[:2]
    for person in took_back:
        withdraw(base, person)

    second = extract_linkage(base, tmp_path / "two", to(base))
    assert second.people == first.people - set(took_back)
    (stop,) = extract_stops(base, tmp_path / "stop", to(base))

    assert [row["person"] for row in rows(tmp_path / "stop")] == took_back
    assert (stop.extract, stop.people) == (first.extract, frozenset(took_back))
    assert told(base, acts.MovementRecorded)[-1].shipment is Shipment.STOP_LIST
    with pytest.raises(errors.NobodyStoppedError):
        extract_stops(base, tmp_path / "stop", to(base))


def test_a_family_that_is_destroyed_took_nothing_back(base: Store, tmp_path: Path) -> None:
    made = extract_linkage(base, tmp_path / "one", to(base))
    base.erase_for_ever([each.family for each in FAMILIES], ErasureReason.DESTRUCTION_ORDER, "7.2f")

    assert owed_stops(sent(base), unwilling_people(base)) == {}
    assert sent(base)[0].people == made.people
    with pytest.raises(errors.NobodyLinkedError):
        extract_linkage(base, tmp_path / "two", to(base))


def test_nobody_is_destroyed_before_the_recipient_hears_of_what_they_took_back(base: Store, tmp_path: Path) -> None:
    """Clauses 4.2, 7.2f: once they are gone nobody could be told of them; and everything waits for each file."""
    made = extract_linkage(base, tmp_path / "one", to(base))
    with pytest.raises(errors.AcknowledgementFirstError):
        deciding.decide(base, deciding.everything(base), nobody)
    family_of = dict(base.rows("SELECT person, family FROM person"))
    one, other = sorted(made.people)[:2]
    withdraw(base, one)
    with pytest.raises(errors.StopListFirstError):
        deciding.decide(base, deciding.of_families([family_of[one]]), nobody)
    order = deciding.decide(base, deciding.of_families([family_of[other]]), nobody)
    withdraw(base, other)  # a laptop brings it after it was decided
    with pytest.raises(errors.StopListFirstError):
        doing.go_on(base)

    extract_stops(base, tmp_path / "stop", to(base))
    doing.go_on(base)

    assert destruction_named(base, order).is_done
    assert {row["person"] for row in rows(tmp_path / "stop")} == {one, other}


def test_each_file_waits_until_its_recipient_confirmed_it(base: Store, tmp_path: Path) -> None:
    """Clause 7.2f: final destruction waits for it."""
    made = extract_linkage(base, tmp_path / "one", to(base))
    withdraw(base, min(made.people))
    (stop,) = extract_stops(base, tmp_path / "stop", to(base))
    assert [each.revision for each in open_files(sent(base))] == [None, stop.revision]

    with pytest.raises(errors.LinkageFileUnknownError):
        acknowledge(base, "", "Somebody", Channel.SECURE_EMAIL)
    with pytest.raises(errors.LinkageFileUnknownError):
        never_left(base, made.extract, "It is said to be there.")
    acknowledge(base, made.extract[:8], "Somebody", Channel.SECURE_EMAIL)
    assert stop.revision is not None
    acknowledge(base, stop.revision, "Somebody", Channel.SECURE_EMAIL)

    assert open_files(sent(base)) == []
    with pytest.raises(errors.LinkageFileUnknownError):
        acknowledge(base, made.extract[:8], "Somebody", Channel.SECURE_EMAIL)


def test_who_takes_another_linkage_back_stays_in_this_one(base: Store, tmp_path: Path) -> None:
    """Clauses "Consent": split answers are ordinary."""
    made = extract_linkage(base, tmp_path / "one", to(base))
    one = min(made.people)
    ((family,),) = base.rows("SELECT family FROM person WHERE person = ?", (one,))
    base.record(doings.consent(family, one, Purpose.LINKAGE, ConsentDecision.GIVEN, target="schools"))
    base.record(doings.consent(family, one, Purpose.LINKAGE, ConsentDecision.WITHDRAWN, target="schools"))
    with pytest.raises(errors.NobodyStoppedError):
        extract_stops(base, tmp_path / "stop", to(base))

    base.record(doings.consent(family, one, Purpose.LINKAGE, ConsentDecision.GIVEN, target="schools"))
    base.record(doings.consent(family, one, Purpose.LINKAGE, ConsentDecision.WITHDRAWN, target=NIS))
    (stop,) = extract_stops(base, tmp_path / "stop", to(base))

    assert (stop.people, rows(tmp_path / "stop")) == (frozenset({one}), [{"person": one, "records": NIS}])


def test_an_extract_of_before_says_nothing_of_which_records() -> None:
    old = acts.LinkageExtractMade(
        extract="1" * 32,
        movement="2" * 32,
        recipient="3" * 32,
        part=1,
        parts_count=1,
        people=(),
        people_count=0,
        records=None,
        sha256="4" * 64,
    )
    body = acts.dump(old).replace(b'"records":null,', b"")

    assert acts.parse("linkage_extract_made", 1, body) == old


SOMEBODY = st.integers(0, 6).map(lambda n: PersonId(f"{n:032x}"))
PEOPLE = st.frozensets(SOMEBODY)
RECORDS = st.sampled_from(["health", "schools", "work"])


@given(
    st.lists(st.tuples(PEOPLE, st.none() | RECORDS), min_size=1, max_size=4),
    st.dictionaries(SOMEBODY, st.frozensets(RECORDS, min_size=1)),
)
def test_whoever_was_sent_and_took_just_that_back_is_stopped_once_for_each_extract(
    extracts: list[tuple[frozenset[PersonId], str | None]], unwilling: dict[PersonId, frozenset[str]]
) -> None:
    """Pure; clauses "Consent": yes to one linkage, no to another. An old extract does not say which it was."""
    files = [
        Sent(str(n), None, f"m{n}", "r", people, MovementEnd.DONE, is_acknowledged=False, records=records)
        for n, (people, records) in enumerate(extracts)
    ]
    owed = owed_stops(files, unwilling)
    assert {(extract, each) for extract, people in owed.items() for each in people} == {
        (file.extract, each)
        for file in files
        for each in file.people & unwilling.keys()
        if file.records is None or file.records in unwilling[each]
    }

    stops = [replace(files[int(extract)], revision="s" + extract, people=people) for extract, people in owed.items()]
    assert owed_stops([*files, *stops], unwilling) == {}
    lost = [replace(each, end=MovementEnd.FAILED) for each in stops]
    assert owed_stops([*files, *lost], unwilling) == owed
    assert open_files(lost) == []


def test_killed_at_any_step_nothing_lies_there_untold_and_it_can_be_said_to_have_never_left(
    origin: Path, tmp_path: Path
) -> None:
    folder, path = tmp_path / "base", tmp_path / "linkage"
    shutil.copytree(origin, folder)

    def send() -> None:
        with opened(folder, is_clock_right=True) as store:
            extract_linkage(store, path, to(store))

    for _ in killed_at_each_step(send, (Store, "record"), (extracting, "write_sealed")):
        with opened(folder, is_clock_right=True) as store:
            files = sent(store)
            assert files or not path.exists()
            for each in files:
                if each.end is None and not path.exists():
                    never_left(store, each.extract, "The file is not there.")
            assert len(open_files(sent(store))) == path.exists()
        shutil.rmtree(folder)
        shutil.copytree(origin, folder)
        path.unlink(missing_ok=True)
    assert rows(path)
    assert known.sent is sent
