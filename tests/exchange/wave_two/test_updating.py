"""7.2d, 7.2e: updates pass their gates, who agreed is kept with what changed, nothing is left of anybody else."""

import csv
import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import errors
from store.agreement.purposes import DatasetKind, Purpose
from store.custody.holdings import datasets_on, held_count, left_on
from store.custody.incidents.known import incidents
from store.exchange import orders
from store.exchange.allocation import free_families
from store.exchange.destroying import doing
from store.exchange.destroying.known import destructions
from store.exchange.destroying.writing_off import Gone, write_off
from store.exchange.intake import columns, deed
from store.exchange.intake.arriving import Asked
from store.exchange.intake.identity import as_compared
from store.exchange.intake.outcome import Outcome
from store.exchange.intake.sorting import standing_refusals
from store.exchange.linkage.extracting import acknowledge, extract_linkage, extract_stops
from store.exchange.linkage.known import Sent
from store.exchange.peers import peer
from store.exchange.wave_two import updating
from store.exchange.wave_two.choosing import Chosen, choose
from store.exchange.wave_two.extracting import selected
from store.exchange.wave_two.gates import gates, selection_of_council
from store.exchange.wave_two.known import selections
from store.exchange.wave_two.resupply import laid_out, resupply
from store.exchange.wave_two.returned import hold_all_returned, status_of
from store.exchange.wave_two.stands import second_waves
from store.exchange.wave_two.updated import updated
from store.fieldwork.consents.reach import read_reach
from store.fieldwork.consents.state import Told
from store.fieldwork.typed import LINE_CHARS, NOTE_CHARS
from store.ids import DeviceId, FamilyId, PersonId, new_id
from store.keeping import acts, epochs
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.consents import BackCheckMatter, BackCheckResult, ConsentDecision
from store.keeping.acts.terms.destruction import WriteOffMatter
from store.keeping.acts.terms.devices import DeviceKind
from store.keeping.acts.terms.exchange import Channel, RowDecision, Shipment
from store.keeping.acts.terms.families import DetailField, DetailSource, PersonRole, PhoneKind, ProgrammeStatus
from store.keeping.causality import at_base
from store.keeping.history import ancestry
from store.keeping.notebook import Notebook
from store.keeping.passphrases import Passphrase
from store.keeping.store import Store
from store.keeping.ways import Way, ways_in
from tests.exchange import exchanging, wrapped
from tests.exchange.enrolled import Pair, enrolled
from tests.exchange.exchanging import Laptop, backed_up, everything_in, hold, killed_at_each_step, synced
from tests.exchange.linkage.test_linkage import department, to, withdraw
from tests.exchange.test_intake import family
from tests.exchange.wave_two.delivered import COUNCIL, council, deliver, families_of, worked
from tests.faults.practice import incident
from tests.fieldwork import doings
from tests.fieldwork.consents.agreeing import OfFamily, wave_two_families
from tests.made import SECOND_PASSPHRASE, opened, passphrase

MANY = [family(n, notes="Dog at property" if n == 3 else "") for n in range(1, 25)]
SEED = 7


def told(store: Store, kind: type[acts.Act]) -> list[Any]:
    return exchanging.told(store, kind)


def second(_: object = None) -> Passphrase:
    return passphrase(SECOND_PASSPHRASE)


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """A base with two supervisors that took in 24 families, worked at, and sent them back; and a laptop."""
    folder = tmp_path_factory.mktemp("updates")
    pair = enrolled(folder)
    with opened(pair.base) as store:
        deliver(store, MANY)
        worked(store, SEED, share=0.7)
        agree(store, 4)
        resupply(store, COUNCIL, folder / "back", council(store))
    return pair


@pytest.fixture
def base(origin: Pair, tmp_path: Path) -> Iterator[Store]:
    with opened(Path(shutil.copytree(origin.base, tmp_path / "base"))) as store:
        yield store


def agree(store: Store, count: int) -> None:
    """Let the carers of so many families, where nobody was, agree to everything: how the others stand is drawn."""
    rows = store.rows(
        "SELECT family, person FROM person WHERE role = 'main_carer' AND family NOT IN (SELECT family FROM wish)"
        " AND family NOT IN (SELECT family FROM consent) ORDER BY family LIMIT ?",
        (count,),
    )
    assert len(rows) == count
    for of, carer in rows:
        for purpose, target in ((Purpose.RECONTACT, None), (Purpose.LINKAGE, "national-impact-study")):
            store.record(doings.consent(of, carer, purpose, ConsentDecision.GIVEN, target=target))


Change = Callable[[dict[str, str]], None]


def returned(store: Store, *rows: str, change: Change = lambda _: None, leave_out: tuple[str, ...] = ()) -> bytes:
    """Return the table that went out as a council returns it, with the status of each; `rows` come beside."""
    table = csv.DictReader(io.StringIO(laid_out(store, COUNCIL).content.decode("utf-8-sig")))
    into = io.StringIO()
    writer = csv.DictWriter(into, [*(table.fieldnames or ()), "Programme status"])
    writer.writeheader()
    for row in table:
        row["Programme status"] = "On programme"
        change(row)
        if row["family_id"] not in leave_out:
            writer.writerow(row)
    return "".join((into.getvalue(), *(f"{row}\r\n" for row in rows))).encode()


@cache
def zipped(raw: bytes) -> bytes:
    return wrapped.zipped(raw)  # each time another file


def updates(raw: bytes, **more: Any) -> Asked:
    return Asked(zipped(raw), DatasetKind.UPDATES, COUNCIL, wrapped.told, **{"second": second, **more})


def take(store: Store, raw: bytes, **more: Any) -> Outcome:
    return deed.intake(store, updates(raw, **more), lambda *_: None)


def agreeing(store: Store) -> set[FamilyId]:
    with store.reader() as connection:
        return set(read_reach(connection).families) - standing_refusals(store).keys()


def yes_by_the_rule(store: Store) -> set[FamilyId]:
    """Return who may be contacted again by the pure rule over every record there is, but who wished for no contact."""
    records = enumerate(told(store, acts.ConsentRecorded))
    of = [OfFamily(act.family, Told.from_act(act, at_base(store.sidecar.journal, 0, n))) for n, act in records]
    return set(wave_two_families(of, ancestry(store))) - standing_refusals(store).keys()


def reference_of(store: Store) -> dict[str, str]:
    return dict(store.rows("SELECT family, council_reference FROM family"))


def linked(store: Store, folder: Path) -> Sent:
    """Send everybody who agreed to linkage to the department, and let it confirm that."""
    department(store)
    made = extract_linkage(store, folder / "linkage", to(store))
    return acknowledge(store, made.extract, "Somebody", Channel.SECURE_EMAIL)


# -- the job


def test_who_agreed_is_kept_for_wave_2_and_nothing_is_left_of_anybody_else(base: Store) -> None:
    """Clauses 4.4, 7.2e."""
    every, yes, references = families_of(base), agreeing(base), reference_of(base)
    assert yes == yes_by_the_rule(base)
    assert 0 < len(yes) < len(every)
    raw = returned(base, change=lambda row: row.update(first_name=f"Zed{row['family_id']}x"))
    asked_of: list[tuple[int, int]] = []

    def read_and_asked(chosen: Chosen) -> Passphrase:
        asked_of.append((len(chosen.selected), len(chosen.remainder)))
        return second()

    outcome = take(base, raw, second=read_and_asked)

    ((selected_count, others_count),) = asked_of
    assert (selected_count, others_count >= len(every) - len(yes)) == (len(yes), True)
    assert (outcome.counts.supplied, outcome.left_out_count) == (len(yes), 24 - len(yes))
    assert set(families_of(base)) == yes
    assert base.rows("SELECT DISTINCT wave FROM family") == [(Wave.TWO,)]
    here = DeviceId(base.sidecar.store)
    left = [(each.shipment, each.left_here_count) for each in left_on(datasets_on(base, here))]
    assert left == [("contacts", len(yes)), ("updates", len(yes))]
    assert held_count(base, here, DeviceKind.BASE_STATION) == 2 * len(yes)
    said = everything_in(base)
    for each, reference in references.items():
        assert (f"Zed{reference}x" in said) == (each in yes)
        assert (f"{reference}\n" in said) == (each in yes)
    assert base.rows("SELECT count(*) FROM localoriginal") == [(0,)]
    (selected,) = told(base, acts.WaveTwoSelected)
    (destroyed,) = told(base, acts.WaveTwoRemainderDestroyed)
    assert (set(selected.families), len(selected.approvals)) == (yes, 1)
    assert (destroyed.families_count, destroyed.rows_never_kept_count) == (others_count, 24 - len(yes))
    (back,) = told(base, acts.ResupplyReturned)
    assert (back.returned_count, back.missing_count) == (24, 0)
    assert told(base, acts.DeliveryTakenIn)[-1].wave is Wave.TWO
    assert [act.shipment for act in told(base, acts.MovementRecorded)][-1] is Shipment.UPDATES
    hold(base)
    with pytest.raises(errors.DeliveryDoubledError):
        take(base, raw)
    with pytest.raises(errors.OriginalGoneError):
        laid_out(base, COUNCIL)


def test_what_laptops_have_of_wave_2_s_families_is_of_wave_1_and_is_asked_back(
    origin: Pair, base: Store, tmp_path: Path
) -> None:
    """Clause 7.2d: or nobody would visit the address that the council brought up to date."""
    yes = sorted(agreeing(base))
    orders.allocate(base, peer(base, origin.device), yes[:2])
    laptop, mail = Laptop(Path(shutil.copytree(origin.laptop, tmp_path / "laptop")), origin.device), tmp_path / "mail"
    mail.mkdir()
    synced(base, mail)
    with laptop.open() as store:
        synced(store, mail)
    synced(base, mail)

    outcome = take(base, returned(base))

    assert outcome.called_back_count == 2
    assert set(yes[:2]).isdisjoint(each.family for each in free_families(base))
    base.record(backed_up(base))
    for _ in range(3):
        synced(base, mail)
        with laptop.open() as store:
            synced(store, mail)
    synced(base, mail)
    assert set(yes) == {each.family for each in free_families(base)}
    assert laptop.held() == set()


def test_how_far_it_is_counts_who_turned_16_since(base: Store) -> None:
    """Clauses "Consent": a young person who turned 16 between the waves is asked afresh."""
    one = min(agreeing(base))
    young = doings.member(PersonRole.YOUNG_PERSON, born_on="2000-06-01")
    given_ = doings.consent(one, young.person, Purpose.LINKAGE, ConsentDecision.GIVEN, target="national-impact-study")
    base.record(doings.added(one, young), given_.model_copy(update={"age_years": 15}))
    assert [(each.is_sent_back, each.selected_count) for each in second_waves(base)] == [(True, None)]
    raw = returned(base)

    take(base, raw)

    (stands,) = second_waves(base)
    assert (stands.council, stands.selected_count, stands.is_destroyed) == (COUNCIL, len(agreeing(base)), True)
    assert stands.afresh_count == 1


def ways_of(base: Store, family: FamilyId) -> list[Way]:
    ((ways,),) = base.rows("SELECT ways FROM family WHERE family = ?", (family,))
    return ways_in(ways)


def test_what_the_council_changed_changes_and_what_was_learnt_at_the_door_stays(base: Store) -> None:
    """Clause 7.2d: a changed address is marked; a cell the council left alone says nothing."""
    mover, mended = sorted(agreeing(base))[:2]
    references = reference_of(base)
    entry, carer = next((each.entry, PersonId(each.person)) for each in ways_of(base, mended) if each.kind)
    base.record(
        acts.DetailsCorrected(
            correction=new_id(),
            undoes=None,
            family=mended,
            person=carer,
            field=DetailField.PHONE,
            entry=entry,
            old=None,
            new="07700 900123",
            source=DetailSource.RESPONDENT,
            known_on="2015-11-02",
            is_odd=False,
        )
    )

    def change(row: dict[str, str]) -> None:
        if row["family_id"] == references[mover]:
            row.update(address_1="4 New Street", phone="01632 960999", notes="Ring after six")
        row["Programme status"] = "sustained progress" if row["family_id"] == references[mover] else ""

    outcome = take(base, returned(base, change=change))

    assert outcome.moved_count >= 1
    ((lines, is_moved),) = base.rows("SELECT lines, is_moved FROM family WHERE family = ?", (mover,))
    assert (lines, bool(is_moved)) == ("4 New Street", True)
    assert "01632 960999" in [each.value for each in ways_of(base, mover)]
    assert ("Ring after six", "held") in base.rows("SELECT text, state FROM familynote WHERE family = ?", (mover,))
    assert "07700 900123" in [each.value for each in ways_of(base, mended)]
    statuses = {act.family: act.status for act in told(base, acts.ProgrammeStatusRecorded)}
    assert statuses == {mover: ProgrammeStatus.SUSTAINED_PROGRESS}


# -- the gates


def test_each_gate_refuses_in_its_own_sentence_and_nothing_is_kept(base: Store) -> None:
    """Clauses 7.2d, 7.2e: ids missing, doubled or new; a status of no list; one person alone."""
    raw, first = returned(base), MANY[0]
    before = base.journal.size
    gates: list[tuple[bytes, dict[str, Any], type[errors.StoreError]]] = [
        (returned(base, f"{family(99)},"), {}, errors.UpdatesNewError),
        (returned(base, ",,,7 Nowhere,CM1 9AL,,,,,"), {}, errors.UpdatesNewError),
        (returned(base, f"{first},"), {}, errors.UpdatesDoubledError),
        (returned(base, leave_out=("ECC-4", "ECC-5")), {}, errors.UpdatesMissingError),
        (returned(base, change=lambda row: row.update({"Programme status": "gone"})), {}, errors.StatusUnknownError),
        (returned(base, change=lambda row: row.update(surname="a" * (LINE_CHARS + 1))), {}, errors.UpdatesTooLongError),
        (raw, {"second": None}, errors.UpdatesSecondError),
        (raw, {"second": lambda *_: passphrase()}, errors.SecondPersonError),
    ]
    sentences = set()
    for table, more, kind in gates:
        with pytest.raises(kind) as caught:
            take(base, table, **more)
        sentences.add(caught.value.message)
    assert len(sentences) == len(gates) - 1  # no id at all is one that was never sent
    assert (base.journal.size, len(families_of(base))) == (before, 24)
    assert f"{LINE_CHARS} characters in a cell, {NOTE_CHARS:,} in a note" in errors.UpdatesTooLongError(1).hint


def test_a_row_whose_values_stand_under_each_others_names_is_refused(
    base: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns, "LOOKED_AT", 1)  # one that is looked at makes a column of its own of it
    head, _, last = returned(base).rpartition(b"On programme")
    before = base.journal.size

    with pytest.raises(errors.UpdatesShiftedError):
        take(base, head + b"On programme,stray" + last)

    assert base.journal.size == before


def test_a_council_that_was_sent_nothing_cannot_return_it(tmp_path: Path) -> None:
    with opened(enrolled(tmp_path).base) as store:
        deliver(store, MANY[:3])
        raw = returned(store)
        with pytest.raises(errors.ResupplyNotSentError):
            take(store, raw)
        resupply(store, COUNCIL, tmp_path / "back", council(store))
        deliver(store, [family(50)])
        with pytest.raises(errors.ResupplyOldError):
            take(store, raw)


def test_updates_with_eligibility_beside_the_status_are_refused_whole(base: Store) -> None:
    """Clause 7.2c."""
    raw = (
        returned(base)
        .replace(b"Programme status", b"Programme status,Crime", 1)
        .replace(b"On programme", b"On programme,Yes")
    )

    with pytest.raises(errors.CombinedError):
        take(base, raw)
    plain = Asked(wrapped.zipped(returned(base)), DatasetKind.CONTACTS, COUNCIL, wrapped.told)
    with pytest.raises(errors.CombinedError):
        deed.intake(base, plain, lambda *_: None)


@pytest.mark.parametrize("gone", [RowDecision.KEEP, RowDecision.REMOVE])
def test_what_did_not_come_back_is_asked_about(base: Store, gone: RowDecision, tmp_path: Path) -> None:
    """Clause 7.2e."""
    yes = agreeing(base)
    absent = min(yes)
    raw = returned(base, leave_out=(reference_of(base)[absent],))
    linked(base, tmp_path)

    take(base, raw, gone=gone)

    assert set(families_of(base)) == (yes if gone is RowDecision.KEEP else yes - {absent})
    (settled,) = told(base, acts.AbsencesSettled)
    assert (settled.families, settled.decision) == ((absent,), gone)
    (back,) = told(base, acts.ResupplyReturned)
    assert (back.returned_count, back.missing_count) == (23, 1)


def test_nobody_is_destroyed_whose_withdrawal_the_recipient_has_not_heard_of(base: Store, tmp_path: Path) -> None:
    """Clauses 4.2, 7.2e."""
    department(base)
    made = extract_linkage(base, tmp_path / "linkage", to(base))
    going = min(made.people)
    withdraw(base, going)
    for (person,) in base.rows(
        "SELECT person FROM consent WHERE purpose = ? AND is_live"
        " AND family = (SELECT family FROM person WHERE person = ?)",
        (Purpose.RECONTACT, going),
    ):
        withdraw(base, person, Purpose.RECONTACT)
    raw = returned(base)

    with pytest.raises(errors.StopListFirstError):
        take(base, raw)
    extract_stops(base, tmp_path / "stop", to(base))
    take(base, raw)


def test_a_yes_that_a_back_check_found_wanting_decides_nothing_until_that_is_settled(base: Store) -> None:
    """Clauses 4.4, 7.2e: whoever may not have agreed is neither kept nor destroyed meanwhile."""
    yes = min(agreeing(base))
    ((record, person),) = base.rows(
        "SELECT record, person FROM consent WHERE family = ? AND purpose = ? AND is_live LIMIT 1",
        (yes, Purpose.RECONTACT),
    )
    check = acts.BackCheck(back_check=new_id(), matter=BackCheckMatter.CONSENT, family=yes, record=record)
    raw = returned(base)

    def recorded(result: BackCheckResult) -> acts.BackCheckRecorded:
        return acts.BackCheckRecorded(
            back_check=check.back_check,
            family=yes,
            person=person,
            record=record,
            checked_by=base.keys.person.staff,
            result=result,
            at_ms=0,
            finding="Nobody there knew of it.",
        )

    base.record(
        acts.BackChecksDrawn(draw=new_id(), drawn_from_count=1, share_per_mille=1000, checks=(check,), due_on=None),
        recorded(BackCheckResult.FAILED),
    )
    with pytest.raises(errors.BackChecksFailedError):
        take(base, raw)
    assert gates(base, COUNCIL).suspended_count == 1
    base.record(recorded(BackCheckResult.SETTLED))

    take(base, raw)
    assert yes in selections(base)[-1].families


# -- laptops


def test_a_laptop_that_has_not_told_everything_since_keeps_the_gate_shut_until_it_syncs_or_is_written_off(
    origin: Pair, tmp_path: Path
) -> None:
    """Clause 7.2e: every laptop's wave-1 journal is received, or written off with a reason and an incident."""
    for each in (origin.base, origin.laptop):
        shutil.copytree(each, tmp_path / each.name)
    mail = tmp_path / "mail"
    mail.mkdir()
    laptop = Laptop(tmp_path / origin.laptop.name, origin.device)

    def sync() -> None:
        for folder, text in ((tmp_path / origin.base.name, None), (laptop.folder, laptop.text)):
            with opened(folder, *(() if text is None else (text,)), is_clock_right=True) as store:
                synced(store, mail)

    with opened(tmp_path / origin.base.name) as base:
        yes = sorted(agreeing(base))
        others = [each for each in families_of(base) if each not in yes]
        orders.allocate(base, peer(base, laptop.device), [yes[0], *others[:2]])
        raw = returned(base)
        with pytest.raises(errors.JournalsOutstandingError, match="laptop"):
            take(base, raw)
    shutil.copytree(tmp_path / origin.base.name, tmp_path / "never back")
    for _ in range(2):
        sync()

    with opened(tmp_path / origin.base.name, is_clock_right=True) as base:
        outcome = take(base, raw)
        assert outcome.waiting == ["laptop"]
        assert told(base, acts.WaveTwoRemainderDestroyed) == []
    for _ in range(3):
        sync()
    assert laptop.held() == {yes[0]}
    with laptop.open() as store:
        assert ProgrammeStatus.ON_PROGRAMME not in everything_in(store)  # 7.2d: it never reaches a laptop
    with opened(tmp_path / origin.base.name, is_clock_right=True) as base:
        assert ProgrammeStatus.ON_PROGRAMME in everything_in(base)
        assert take(base, raw).waiting == [] or doing.go_on(base) == []
        assert set(families_of(base)) == set(yes)
        assert len(told(base, acts.WaveTwoRemainderDestroyed)) == 1

    with opened(tmp_path / "never back") as base:
        base.record(incident(base.keys.person.staff))
        (lost,) = incidents(base)
        write_off(base, Gone(WriteOffMatter.JOURNAL, "laptop"), lost.incident[:8], "Stolen.", second)
        take(base, raw)


def test_a_yes_that_lay_on_a_laptop_while_updates_came_in_keeps_its_family(origin: Pair, tmp_path: Path) -> None:
    """Clause 7.2e: only who does not agree is destroyed; a yes is not lost because it comes late."""
    for each in (origin.base, origin.laptop):
        shutil.copytree(each, tmp_path / each.name)
    mail = tmp_path / "mail"
    mail.mkdir()
    laptop = Laptop(tmp_path / origin.laptop.name, origin.device)

    def sync(*, is_base_too: bool = True) -> None:
        with laptop.open() as store:
            synced(store, mail)
        if is_base_too:
            with opened(tmp_path / origin.base.name, is_clock_right=True) as store:
                synced(store, mail)

    with opened(tmp_path / origin.base.name) as base:
        yes = sorted(agreeing(base))
        wished = {each for (each,) in base.rows("SELECT family FROM wish")}
        late, never = [each for each in families_of(base) if each not in yes and each not in wished][:2]
        reference = reference_of(base)[late]
        ((carer,),) = base.rows("SELECT person FROM person WHERE family = ? AND role = 'main_carer'", (late,))
        orders.allocate(base, peer(base, laptop.device), [late, never])
        raw = returned(base, change=lambda row: row.update(first_name=f"Zed{row['family_id']}x"))
    for _ in range(3):
        with opened(tmp_path / origin.base.name, is_clock_right=True) as base:
            synced(base, mail)
        sync()
    assert laptop.held() == {late, never}
    with laptop.open() as store:
        store.record(doings.consent(late, carer, Purpose.RECONTACT, ConsentDecision.GIVEN))

    with opened(tmp_path / origin.base.name, is_clock_right=True) as base:
        assert take(base, raw).waiting == ["laptop"]
        synced(base, mail)
    for _ in range(3):
        sync()

    assert laptop.held() == {late, never}  # its order was taken back
    with opened(tmp_path / origin.base.name, is_clock_right=True) as base:
        with pytest.raises(errors.YesSinceError):
            doing.go_on(base)
        assert take(base, raw).waiting == ["laptop"]
        base.record(backed_up(base))
        synced(base, mail)
    for _ in range(3):
        sync()
    assert laptop.held() == set()  # one is destroyed, the other asked back for wave 2
    with opened(tmp_path / origin.base.name, is_clock_right=True) as base:
        assert take(base, raw).waiting == []
        assert told(base, acts.WaveTwoSelected)[-1].selected_count == len(yes) + 1
        assert set(families_of(base)) == {*yes, late}
        assert f"Zed{reference}x" in everything_in(base)
        (destroyed,) = told(base, acts.WaveTwoRemainderDestroyed)
        assert destroyed.families_count == told(base, acts.DestructionOrdered)[-1].families_count
        assert [each.end for each in told(base, acts.DestructionExecuted)] == ["abandoned", "done", "done"]
        assert late in {each.family for each in free_families(base)}  # it is visited again
        base.record(doings.consent(late, carer, Purpose.RECONTACT, ConsentDecision.WITHDRAWN))
        assert late not in {each.family for each in free_families(base)}  # 4.4
        hold(base)
        with pytest.raises(errors.DeliveryDoubledError):
            take(base, raw)


def test_who_takes_their_yes_back_between_approval_and_keeping_is_not_kept(
    base: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clause 4.4: no family without a live yes, over any history."""
    yes = agreeing(base)
    raw = returned(base, change=lambda row: row.update(first_name=f"Zed{row['family_id']}x"))
    with monkeypatch.context() as broken:
        broken.setattr(updating, "_keep", broken_off)
        with pytest.raises(errors.NoRoomToDestroyError):
            take(base, raw)
    changed = min(yes)
    reference = reference_of(base)[changed]
    for person, purpose in base.rows("SELECT person, purpose FROM consent WHERE family = ? AND is_live", (changed,)):
        withdraw(base, person, Purpose(purpose))

    take(base, raw)

    assert set(families_of(base)) == yes - {changed}
    said = everything_in(base)
    assert (f"Zed{reference}x" in said, f"{reference}\n" in said) == (False, False)
    assert set(told(base, acts.WaveTwoSelected)[-1].families) == yes - {changed}
    assert len(told(base, acts.ResupplyReturned)) == len(told(base, acts.WaveTwoRemainderDestroyed)) == 1
    hold(base)


def test_a_corrected_file_of_a_council_takes_the_place_of_the_one_before_it(
    base: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clause 7.2d."""
    with monkeypatch.context() as broken:
        broken.setattr(updating, "_go_on", lambda *_: [])  # a laptop has yet to do its part
        for n in range(3):
            take(base, returned(base, change=lambda row, n=n: row.update(first_name=f"Zed{n}")))  # type: ignore[misc]
    doing.go_on(base)

    selection = selection_of_council(base, COUNCIL)
    assert selection is not None
    assert selection.selection == told(base, acts.WaveTwoSelected)[-1].selection
    (stands,) = second_waves(base)
    assert stands.is_destroyed
    assert [each.end for each in told(base, acts.DestructionExecuted)] == ["abandoned", "abandoned", "done"]


def broken_off(*_: object) -> int:
    raise errors.NoRoomToDestroyError(1)


def test_nobody_goes_who_agreed_to_linkage_before_it_is_said_that_an_extract_has_them(
    base: Store, tmp_path: Path
) -> None:
    """Clause 4.2: the answers of who agreed to that are linked, whether or not they agreed to another visit."""
    one = next(each for each in families_of(base) if each not in agreeing(base) and each not in standing_refusals(base))
    ((carer,),) = base.rows("SELECT person FROM person WHERE family = ? AND role = 'main_carer'", (one,))
    base.record(
        doings.consent(one, carer, Purpose.LINKAGE, ConsentDecision.GIVEN, target="national-impact-study"),
        doings.consent(one, carer, Purpose.RECONTACT, ConsentDecision.REFUSED),
    )
    raw = returned(base)
    with pytest.raises(errors.LinkageFirstError) as refusal:
        take(base, raw)
    assert refusal.value.count >= 1

    department(base)
    made = extract_linkage(base, tmp_path / "linkage", to(base))
    with pytest.raises(errors.LinkageFirstError):
        take(base, raw)
    acknowledge(base, made.extract, "Somebody", Channel.SECURE_EMAIL)
    take(base, raw)

    assert carer in made.people
    assert one not in families_of(base)


def test_a_yes_to_linkage_that_a_laptop_brings_before_anything_is_destroyed_is_linked_first(
    base: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clause 4.2."""
    one = next(each for each in families_of(base) if each not in agreeing(base) and each not in standing_refusals(base))
    ((carer,),) = base.rows("SELECT person FROM person WHERE family = ? AND role = 'main_carer'", (one,))
    raw = returned(base)
    with monkeypatch.context() as broken:
        broken.setattr(updating, "_go_on", lambda *_: [])
        take(base, raw)
    base.record(doings.consent(one, carer, Purpose.LINKAGE, ConsentDecision.GIVEN, target="national-impact-study"))

    with pytest.raises(errors.LinkageFirstError):
        doing.go_on(base)
    assert one in families_of(base)

    assert carer in linked(base, tmp_path).people
    doing.go_on(base)
    assert one not in families_of(base)


def test_who_takes_their_last_yes_back_after_the_updates_is_visited_by_nobody_in_wave_2(
    origin: Pair, tmp_path: Path
) -> None:
    """Clause 4.4: no family of wave 2 without a live yes, over any history."""
    for each in (origin.base, origin.laptop):
        shutil.copytree(each, tmp_path / each.name)
    (tmp_path / "mail").mkdir()
    laptop = Laptop(tmp_path / origin.laptop.name, origin.device)

    def sync() -> None:
        with opened(tmp_path / origin.base.name, is_clock_right=True) as store:
            synced(store, tmp_path / "mail")
        with laptop.open() as store:
            synced(store, tmp_path / "mail")

    with opened(tmp_path / origin.base.name) as base:
        take(base, returned(base))
        given, kept, stays = sorted(each.family for each in free_families(base))[:3]
        orders.allocate(base, peer(base, laptop.device), [given, stays])
    for _ in range(2):
        sync()
    assert laptop.held() == {given, stays}

    with opened(tmp_path / origin.base.name) as base:
        for family_, person, record in base.rows(
            "SELECT family, person, record FROM consent WHERE family IN (?, ?) AND is_live AND purpose = ?",
            (given, kept, Purpose.RECONTACT),
        ):
            took = {"follows": record, "decision": ConsentDecision.WITHDRAWN}
            base.record(doings.consent(family_, person, Purpose.RECONTACT, **took))
        assert kept not in {each.family for each in free_families(base)}
        assert {each.family for each in selected(base, COUNCIL)} == agreeing(base)
    sync()

    with laptop.open() as store:
        assert dict(store.rows("SELECT family, standing FROM contactline")) == {stays: "to_do"}


# -- killed


def test_killed_at_any_step_it_rolls_back_or_goes_on_and_ends_the_same(origin: Pair, tmp_path: Path) -> None:
    folder = tmp_path / "base"
    shutil.copytree(origin.base, folder)
    with opened(folder) as store:
        raw, yes = updates(returned(store)).raw, agreeing(store)
    shutil.copytree(folder, tmp_path / "before")

    def job() -> None:
        with opened(folder, is_clock_right=True) as store:
            asked = Asked(raw, DatasetKind.UPDATES, COUNCIL, wrapped.told, second=second)
            deed.intake(store, asked, lambda *_: None)

    steps = ((Store, "record"), (epochs, "change"))
    for _ in killed_at_each_step(job, *steps):
        with opened(folder, is_clock_right=True) as store:
            decided = told(store, acts.ResupplyReturned)
            assert decided or len(families_of(store)) == 24
            assert len(told(store, acts.DestructionOrdered)) == len(decided)  # none that no selection goes with
        with suppress(errors.DeliveryDoubledError):
            job()
        with opened(folder, is_clock_right=True) as store:
            assert set(families_of(store)) == yes
            assert len(told(store, acts.WaveTwoSelected)) == 1
            assert len(told(store, acts.WaveTwoRemainderDestroyed)) == 1
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / "before", folder)


def test_killed_while_lists_are_approved_anew_no_destruction_is_left_that_no_selection_goes_with(
    origin: Pair, tmp_path: Path
) -> None:
    folder = tmp_path / "base"
    shutil.copytree(origin.base, folder)
    with opened(folder) as store:
        raw, yes = updates(returned(store)).raw, agreeing(store)
        with pytest.MonkeyPatch.context() as broken:
            broken.setattr(updating, "_keep", broken_off)
            with pytest.raises(errors.NoRoomToDestroyError):
                take(store, returned(store))
        changed = min(yes)
        for person, purpose in store.rows(
            "SELECT person, purpose FROM consent WHERE family = ? AND is_live", (changed,)
        ):
            withdraw(store, person, Purpose(purpose))
    shutil.copytree(folder, tmp_path / "before")

    def job() -> None:
        with opened(folder, is_clock_right=True) as store:
            asked = Asked(raw, DatasetKind.UPDATES, COUNCIL, wrapped.told, second=second)
            deed.intake(store, asked, lambda *_: None)

    for _ in killed_at_each_step(job, (Store, "record"), (Notebook, "write_note")):
        with opened(folder, is_clock_right=True) as store:
            assert {each.order for each in destructions(store)} <= {each.order for each in selections(store)}
        with suppress(errors.DeliveryDoubledError):
            job()
        with opened(folder, is_clock_right=True) as store:
            assert set(families_of(store)) == yes - {changed}
            (destroyed,) = told(store, acts.WaveTwoRemainderDestroyed)
            assert destroyed.order == destructions(store)[-1].order
            assert len(destructions(store)) == 1
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / "before", folder)


# -- pure rules

IDS = st.lists(st.sampled_from(["A1", "a 1", "B2", "C3", "", "D4"]), max_size=6)


@given(IDS.map(lambda ids: sorted({as_compared(each) for each in ids if each})), IDS)
def test_ids_came_back_or_it_says_which_way_they_did_not(sent: list[str], back: list[str]) -> None:
    keys = [as_compared(each) for each in back]
    new, doubled = sum(key not in sent for key in keys), sum(keys.count(key) > 1 for key in set(keys))
    missing = set(sent) - set(keys)
    faults: list[tuple[int, Any]] = [
        (new, errors.UpdatesNewError),
        (doubled, errors.UpdatesDoubledError),
        (len(missing), errors.UpdatesMissingError),
    ]
    fault = next(((count, kind) for count, kind in faults if count), None)

    if fault is None:
        assert hold_all_returned(sent, back, is_settled=False) == frozenset()
        return
    with pytest.raises(fault[1]) as caught:
        hold_all_returned(sent, back, is_settled=False)
    assert caught.value.count == fault[0]
    if fault[1] is errors.UpdatesMissingError:
        assert hold_all_returned(sent, back, is_settled=True) == missing


FAMILIES = st.frozensets(st.sampled_from([FamilyId(each * 32) for each in "abcdef"]))


@given(FAMILIES, FAMILIES, FAMILIES, FAMILIES)
def test_every_family_is_of_wave_2_or_destroyed_and_only_a_live_yes_keeps_one(
    families: frozenset[FamilyId], yes: frozenset[FamilyId], no: frozenset[FamilyId], gone: frozenset[FamilyId]
) -> None:
    """Clauses 4.4, 7.2e."""
    chosen = choose(families, yes, no, gone)

    assert sorted((*chosen.selected, *chosen.remainder)) == sorted(families)
    assert set(chosen.selected) == families & yes - no - gone


def test_a_status_is_one_of_the_list_however_it_is_written() -> None:
    """Clause 7.2d."""
    assert status_of(" Sustained  progress ") is ProgrammeStatus.SUSTAINED_PROGRESS
    assert status_of("") is None
    with pytest.raises(errors.StatusUnknownError):
        status_of("doing well")
    assert all(status_of(each.value) is each for each in ProgrammeStatus)


def details(street: str, numbers: list[str], first: str = "Ann", surname: str = "Hart") -> acts.FamilyDetails:
    phones = tuple(acts.Phone(entry=new_id(), number=n, kind=PhoneKind.HOME, is_confidential=False) for n in numbers)
    carer = acts.Person(
        person=new_id(),  # type: ignore[arg-type]  # an id is an id
        role=PersonRole.MAIN_CARER,
        title=None,
        first_names=first,
        surname=surname,
        known_as=None,
        born_on=None,
        age_years=None,
        age_on=None,
        language=None,
        phones=phones,
        emails=(),
    )
    address = acts.Address(lines=(street,), postcode="CM1 9AL", directions="Blue door")
    return acts.FamilyDetails(address=address, people=(carer,), language=None)


NUMBERS = st.lists(st.sampled_from(["01632 960001", "01632960001", "01632 960002", "07700 900003"]), max_size=3)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_only_what_the_council_put_in_comes_and_only_what_it_took_out_goes(
    known: list[str], before: list[str], now: list[str]
) -> None:
    """Clause 7.2d."""
    was, says, holds = ({"".join(n.split()) for n in each} for each in (before, now, known))

    person = updated(details("1 Fig Way", known), details("1 Fig Way", before), details("1 Fig Way", now))

    (carer,) = person.details.people
    assert {"".join(each.number.split()) for each in carer.phones} == (holds - (was - says)) | (says - was)
    assert person.moved_from is None
    assert person.details.address.directions == "Blue door"


def test_another_carer_is_a_new_person_who_agreed_to_nothing() -> None:
    known, before = details("1 Fig Way", []), details("1 Fig Way", [])

    other = updated(known, before, details("1 Fig Way", [], "Bea", "Marsh"))
    married = updated(known, before, details("1 Fig Way", [], "Ann", "Marsh"))

    assert other.details.people[0].person != known.people[0].person
    assert (married.details.people[0].person, married.details.people[0].surname) == (known.people[0].person, "Marsh")
