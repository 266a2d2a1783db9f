"""Councils' deliveries are taken in row by row with reasons, or turned away whole; the trail tells each, in order."""

import hashlib
import hmac
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from store import errors
from store.agreement.purposes import DatasetKind
from store.clock import to_ms
from store.custody.clocks import clocks_about, running
from store.exchange import orders
from store.exchange.allocation import choose, free_families, give
from store.exchange.intake import arriving, identity, sorting, taking_in
from store.exchange.intake.arriving import Asked
from store.exchange.intake.columns import read_told
from store.exchange.intake.deed import intake, preview
from store.exchange.intake.identity import Identities, joined_with
from store.exchange.intake.known import held_back
from store.exchange.intake.ledger import ORIGINALS, Counts
from store.exchange.intake.outcome import Outcome
from store.exchange.intake.reading_rows import can_be_number
from store.exchange.intake.telling import record_council_told
from store.exchange.peers import peer_named
from store.ids import new_id
from store.keeping import acts
from store.keeping.acts.family_told import FamilyTold
from store.keeping.acts.terms.exchange import HeldReason, OrderKind, RowDecision
from store.keeping.acts.terms.families import FamilyLock, FamilyLockCause, WishBy, WishChannel, WishDecision, WishReach
from store.keeping.acts.terms.incidents import ClockEnd, NoticeChannel
from store.keeping.agreed import agreement_of
from store.keeping.header import unpack
from store.keeping.made_ready import Ready, make_ready
from store.keeping.passphrases import Passphrase, read_passphrase
from store.keeping.sealing import SealingKey
from store.keeping.store import Store
from store.keeping.training import move_training_clock
from store.keeping.ways import ways_in
from tests.exchange import wrapped
from tests.exchange.enrolled import enrolled
from tests.exchange.exchanging import synced
from tests.exchange.test_containers import watched
from tests.fieldwork import doings
from tests.made import opened

CONTACTS, REFUSALS = DatasetKind.CONTACTS, DatasetKind.REFUSALS
HEADINGS = "family_id,first_name,surname,address_1,postcode,phone,letter_sent,language,notes"


def family(n: int, letter: str = "21/09/2015", **other: str) -> str:
    said = {"id": f"ECC-{n}", "street": f"{n} Apple Lane", "phone": f"01632 960{n:03d}", "notes": "", **other}
    return f"{said['id']},Ann,Hart,{said['street']},CM1 9AL,{said['phone']},{letter},,{said['notes']}"


def asked(*rows: str, kind: DatasetKind = CONTACTS, headings: str = HEADINGS) -> Asked:
    """Return a small delivery, zipped under AES-256."""
    raw = wrapped.zipped("\r\n".join((headings, *rows)).encode())
    return Asked(raw, kind, "Essex", wrapped.told)


def refusing(*rows: str) -> Asked:
    return asked(*rows, kind=REFUSALS, headings="family_id,refused_on")


def practice(name: str, kind: DatasetKind = CONTACTS, passphrase: Callable[[], Passphrase] | None = None) -> Asked:
    return Asked(wrapped.delivered(name), kind, "Essex", passphrase or wrapped.told_with_them)


def take(store: Store, what: Asked) -> Outcome:
    return intake(store, what, lambda *_: None)


def journal(store: Store, since: int = 0) -> list[acts.Act]:
    """Return the acts of the journal, from one on."""
    read = []
    for entry in store.journal.entries(since, store.journal.size):
        assert entry.body is not None
        header = unpack(entry.header)
        read.append(acts.parse(header.kind, header.kind_version, entry.body))
    return read


def kinds(store: Store, since: int) -> list[str]:
    return [act.kind for act in journal(store, since)]


def told(store: Store, kind: type[acts.Act]) -> list[Any]:
    return [act for act in journal(store) if isinstance(act, kind)]


def go_to(store: Store, day: date) -> None:
    move_training_clock(store, datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


def held(outcome: Outcome) -> set[HeldReason]:
    return set(outcome.reasons)


# -- the practice deliveries


def test_of_508_delivered_31_refused_and_477_are_to_work(store: Store) -> None:
    """Issue: base shows 508 delivered, 31 refused, 477 to work."""
    contacts = take(store, practice("essex-contacts.aes256.zip"))
    refusals = take(store, practice("essex-refusals.aes256.zip", REFUSALS))

    assert contacts.counts == Counts(mailed=508, opted_out=0, held=0, supplied=508)
    assert contacts.notes_count == 26
    assert contacts.odd_numbers_count == 98  # this council's telephone column holds days
    assert refusals.counts == Counts(mailed=31, opted_out=31, held=0, supplied=0)
    ((delivered,),) = store.rows("SELECT count(*) FROM supplied")
    ((locked,),) = store.rows("SELECT count(*) FROM contactline WHERE standing = 'locked'")
    assert (delivered, locked, len(list(free_families(store)))) == (508, 31, 477)
    assert refusals.report.count("\n  ECC-") == 31
    (report,) = told(store, acts.ReleaseCheckReported)
    assert (report.delivery, len(report.families)) == (contacts.delivery, 31)


def test_who_refused_before_is_never_supplied_and_is_reported(store: Store) -> None:
    """Clause 7.2a."""
    take(store, practice("essex-refusals.aes256.zip", REFUSALS))
    contacts = take(store, practice("essex-contacts.aes256.xlsx"))

    assert contacts.counts == Counts(mailed=508, opted_out=31, held=0, supplied=477)
    assert contacts.report.count("\n  ECC-") == 31
    assert len(list(free_families(store))) == 477
    assert store.rows("SELECT count(*) FROM family") == [(477,)]


def test_who_refuses_while_a_row_waits_is_reported_to_the_council(store: Store) -> None:
    """Clause 7.2a: the council named them within their two weeks; that nobody was to visit them yet changes nothing."""
    waiting = asked(family(1), family(2, "28/10/2015"), family(3, "28/10/2015"))
    contacts = take(store, waiting)
    assert held(contacts) == {HeldReason.WINDOW_STILL_OPEN}

    refusals = take(store, refusing("ECC-2,30/10/2015"))

    assert "  ECC-2\n" in refusals.report
    assert "ECC-3" not in refusals.report
    (report,) = told(store, acts.ReleaseCheckReported)
    assert (report.delivery, len(report.families)) == (contacts.delivery, 1)
    go_to(store, date(2015, 11, 20))
    take(store, waiting)
    assert len(told(store, acts.ReleaseCheckReported)) == 1


def wish(store: Store, reference: str, by: WishBy, follows: str | None = None) -> None:
    """Let base keep what a family wishes, or take back what it wished."""
    store.record(
        acts.ContactWishRecorded(
            wish=new_id(),
            follows=follows,
            family=Identities(store, "Essex").family(reference),
            reach=WishReach.FAMILY,
            person=None,
            decision=WishDecision.LIFTED if follows else WishDecision.NO_CONTACT,
            by=by,
            by_person=None,
            by_description=None,
            channel=WishChannel.LETTER,
            at_ms=to_ms(store.now()),
            delivery=None,
            attempt=None,
            sheet=None,
            reason="They rang again" if follows else None,
        )
    )


@pytest.mark.parametrize("reference", ["ECC-1", "1", "A" * 60, "\N{GREEK CAPITAL LETTER OMEGA}-1"])
def test_the_id_of_a_family_is_the_one_that_every_release_drew(store: Store, reference: str) -> None:
    """Whoever refused under it would be a stranger under another."""
    drawn = Identities(store, "Essex").family(reference)

    secret = store.notebook.secret_kept(identity.PURPOSE, store.sidecar.store, 0)
    assert secret is not None
    said = f"family\x1fessex\x1f{reference.casefold()}".encode()
    assert drawn == hmac.digest(bytes(secret.reveal()), said, "sha256").hex()[:32]


def take_as_before(store: Store, what: Asked) -> Outcome:
    """Take a delivery in as the release did that drew a family's id from the letters of its reference as they came."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identity, "as_compared", lambda reference: "".join(reference.split()).casefold())
        return take(store, what)


def test_who_refused_with_a_dash_in_an_older_store_is_not_supplied(store: Store) -> None:
    """Clause 7.2a: an id that was drawn before dashes were taken for hyphens still names who refused."""
    take_as_before(store, refusing("ECC\N{EN DASH}1,28/09/2015"))

    outcome = take(store, asked(*(family(n, id=f"ECC\N{EN DASH}{n}") for n in (1, 2))))

    assert outcome.counts == Counts(mailed=2, opted_out=1, held=0, supplied=1)
    assert outcome.report.count("\n  ECC\N{EN DASH}1\n") == 1


def test_who_was_supplied_with_a_dash_in_an_older_store_is_locked_by_a_refusal(store: Store) -> None:
    """Clause 7.2a: however their reference is spelt now."""
    take_as_before(store, asked(*(family(n, id=f"ECC\N{EN DASH}{n}") for n in range(1, 6))))
    take_as_before(store, asked(*(family(n, id=f"ECC-{n}") for n in (6, 7))))

    dashes = refusing("ECC\N{EN DASH}1,28/09/2015", "ECC-2,28/09/2015", "ECC\N{MINUS SIGN}3,28/09/2015")
    take(store, dashes)
    take(store, refusing("ECC\N{EM DASH}6,28/09/2015"))

    locked = store.rows(
        "SELECT council_reference FROM family JOIN contactline USING (family) WHERE standing = 'locked' ORDER BY 1"
    )
    assert locked == [("ECC-6",), *((f"ECC\N{EN DASH}{n}",) for n in (1, 2, 3))]


def test_whoever_an_older_store_knows_by_a_number_with_noughts_is_known_again(store: Store) -> None:
    """Clause 7.2a."""
    take_as_before(store, refusing("001,28/09/2015"))
    take_as_before(store, asked(family(2, id="002")))

    outcome = take(store, asked(family(1, id="001"), family(3, id="003")))
    take(store, refusing("2,28/09/2015"))

    assert outcome.counts == Counts(mailed=2, opted_out=1, held=0, supplied=1)
    assert store.rows(
        "SELECT council_reference FROM family JOIN contactline USING (family) WHERE standing = 'locked'"
    ) == [("002",)]


@pytest.mark.parametrize("spelt", ["7", "007", "07"])
def test_who_came_in_two_spellings_in_an_older_store_is_locked_under_both(store: Store, spelt: str) -> None:
    """Clause 7.2a: a spreadsheet took the noughts away between two deliveries."""
    take_as_before(store, asked(family(1, id="007")))
    take_as_before(store, asked(family(1, id="7", street="1 Pear Lane")))

    take(store, refusing(f"{spelt},28/09/2015"))

    assert store.rows("SELECT standing FROM contactline") == [("locked",), ("locked",)]


def test_who_refused_in_an_older_store_is_left_in_peace_where_another_spelling_waits(store: Store) -> None:
    """Clause 7.2a: the row that waits is theirs."""
    take_as_before(store, refusing("007,30/10/2015"))
    waiting = asked(family(7, "28/10/2015", id="7"))
    take_as_before(store, waiting)
    go_to(store, date(2015, 11, 20))

    outcome = take(store, asked(family(7, "28/10/2015", id="007")))

    assert held(outcome) == {HeldReason.OPTED_OUT}


def test_only_who_was_on_the_council_s_list_in_time_and_still_stands_is_reported(store: Store) -> None:
    """Clause 7.2a: what somebody said later, or elsewhere, is no release that should not have been."""
    take(store, refusing("ECC-1,28/09/2015", "ECC-2,20/10/2015", "ECC-4,28/09/2015"))
    wish(store, "ECC-3", WishBy.RESPONDENT)
    lifted = Identities(store, "Essex").family("ECC-4")
    ((first,),) = store.rows("SELECT wish FROM wish WHERE family = ?", (lifted,))
    wish(store, "ECC-4", WishBy.OFFICE, first)

    outcome = take(store, asked(*(family(n) for n in range(1, 6))))

    assert outcome.counts == Counts(mailed=5, opted_out=3, held=0, supplied=2)
    assert outcome.report.count("\n  ") == outcome.report.count("\n  ECC-1\n") == 1
    (report,) = told(store, acts.ReleaseCheckReported)
    assert len(report.families) == 1


REFUSED: dict[str, tuple[type[errors.StoreError], str, str]] = {
    "refuse-zipcrypto.zip": (errors.ContainerWeakError, "weak_encryption", "8.3"),
    "refuse-aes128.zip": (errors.ContainerWeakError, "weak_encryption", "8.3"),
    "refuse-unencrypted.csv": (errors.ContainerUnencryptedError, "unencrypted", "8.3"),
    "refuse-combined.aes256.zip": (errors.CombinedError, "combined", "7.2c"),
}


def files(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*") if path.is_file()}


def test_each_that_must_be_refused_is_refused_in_its_own_sentence_and_leaves_nothing(store: Store) -> None:
    sentences = set()
    for name, (kind, fault, clause) in REFUSED.items():
        before, since = set(files(store.folder)), store.journal.size

        with pytest.raises(kind) as refusal:
            take(store, practice(name))

        sentences.add(refusal.value.message)
        assert clause in refusal.value.message
        (act,) = journal(store, since)
        assert isinstance(act, acts.DeliveryRejected)
        assert (act.fault, act.for_clause) == (fault, clause)
        assert set(files(store.folder)) == before
    assert len(sentences) == len(REFUSED)
    for table in ("family", "supplied", "heldback", "localoriginal", "person"):
        assert store.rows(f"SELECT count(*) FROM {table}") == [(0,)]


def test_one_that_is_broken_starts_the_week_once_and_drafts_the_notice(store: Store) -> None:
    """Clause 8.4."""
    broken = practice("refuse-truncated.aes256.zip")

    with pytest.raises(errors.DeliveryUnreadableError, match="by 9 November 2015") as refusal:
        take(store, broken)
    with pytest.raises(errors.DeliveryUnreadableError, match="by 9 November 2015") as again:
        take(store, broken)

    assert "To Essex" in refusal.value.notice
    assert "9 November 2015" in refusal.value.notice
    assert again.value.notice == refusal.value.notice  # whoever asks again has it again
    (clock,) = running(store)
    assert (clock.clause, clock.due_on) == ("8.4", date(2015, 11, 9))
    assert [len(told(store, kind)) for kind in (acts.DeliveryUnreadable, acts.ClockStarted, acts.NoticeDrafted)] == [
        1,
        1,
        1,
    ]


def test_a_look_at_the_columns_alone_loses_neither_the_week_nor_the_notice(store: Store) -> None:
    """Clause 8.4."""
    broken = practice("refuse-truncated.aes256.zip")

    with pytest.raises(errors.DeliveryUnreadableError) as looked:
        preview(store, broken)
    with pytest.raises(errors.DeliveryUnreadableError) as taken:
        take(store, broken)

    assert "To Essex" in taken.value.notice
    assert taken.value.notice == looked.value.notice
    assert len(running(store)) == len(told(store, acts.NoticeDrafted)) == 1


def test_telling_the_council_stops_the_week_and_it_does_not_begin_again(store: Store) -> None:
    """Clause 8.4."""
    broken = practice("refuse-truncated.aes256.zip")
    with pytest.raises(errors.DeliveryUnreadableError):
        take(store, broken)
    delivery = running(store)[0].about_id

    with pytest.raises(errors.DeliveryNotOwedError):
        record_council_told(store, "", "Somebody", NoticeChannel.TELEPHONE)
    clock = record_council_told(store, delivery[:8], "Somebody", NoticeChannel.TELEPHONE)

    (stopped,) = clocks_about(store, delivery)
    assert (stopped.clock, stopped.end, stopped.is_in_time) == (clock.clock, ClockEnd.DUTY_DONE, True)
    with pytest.raises(errors.StoreError) as again:
        take(store, broken)
    assert not isinstance(again.value, errors.DeliveryUnreadableError)
    assert running(store) == []


def test_a_delivery_that_could_be_read_after_all_stops_its_clock(store: Store) -> None:
    what = asked(family(1))
    with pytest.raises(errors.DeliveryUnreadableError):
        take(store, replace(what, passphrase=lambda: read_passphrase(b"Not this one 7")))

    take(store, what)

    assert running(store) == []
    assert told(store, acts.ClockStopped)


def test_fieldwork_comes_from_no_council_and_a_file_of_eligibility_is_no_list_of_contacts(store: Store) -> None:
    since = store.journal.size

    with pytest.raises(errors.KindNotTakenInError):
        take(store, practice("essex-contacts.aes256.zip", DatasetKind.FIELDWORK))
    with pytest.raises(errors.KindDiffersError):
        take(store, practice("essex-eligibility.aes256.7z"))

    assert kinds(store, since) == ["delivery_rejected"]


# -- the deed


def test_the_movement_stands_in_the_ledger_before_the_first_family(store: Store) -> None:
    """Clause 8.2."""
    since = store.journal.size

    outcome = take(store, asked(family(1), family(2)))

    assert kinds(store, since) == [
        "movement_recorded",
        "family_delivered",
        "family_delivered",
        "original_sealed",
        "delivery_taken_in",
        "movement_ended",
    ]
    moved = journal(store, since)[0]
    assert isinstance(moved, acts.MovementRecorded)
    assert (moved.dataset, moved.rows_count) == (outcome.delivery, 2)


def test_the_values_as_delivered_open_with_a_key_of_their_own_alone(store: Store) -> None:
    """Clause 7.2e."""
    outcome = take(store, asked(family(1)))

    sealed = store.notebook.original(outcome.delivery)
    key = store.notebook.secret_kept(ORIGINALS, store.sidecar.store, 0)
    assert sealed is not None
    assert key is not None
    assert b"Apple" not in sealed
    clear = zlib.decompress(SealingKey(key).open(sealed, f"doorstep/original/{outcome.delivery}".encode()))
    assert clear.decode().splitlines() == [HEADINGS, family(1)]


def test_while_a_delivery_is_taken_in_nothing_is_written_in_clear(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clause 8.3: nothing is made outside the store's folder, and nothing in it can be read."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setenv("TMPDIR", str(elsewhere))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    what = asked(family(1, street="Kanarienweg 5", notes="Kanarienvogel"), family(2, street="Kanarienweg 6"))

    with watched() as written:
        assert take(store, what).counts.supplied == 2

    assert [each for each in written if str(store.folder) not in each] == []
    assert list(elsewhere.iterdir()) == []
    for path in store.folder.rglob("*"):
        for spelt in ("utf-8", "utf-16-le"):
            assert not path.is_file() or "Kanarien".encode(spelt) not in path.read_bytes()


def test_every_row_that_waits_says_why_and_the_counts_reconcile(store: Store) -> None:
    """Clause 7.2a."""
    take(store, refusing("ECC-9,28/09/2015"))
    rows = {
        HeldReason.WINDOW_STILL_OPEN: family(1, "18/10/2015"),
        HeldReason.LETTER_DATE_MISSING: family(2, ""),
        HeldReason.UNREADABLE: family(3, "soon"),
        HeldReason.NO_ADDRESS: family(4, street=""),
        HeldReason.NO_ID: family(5, id=""),
        HeldReason.TOO_LONG: family(6, street="x" * 301),
        HeldReason.OPTED_OUT: family(9),
    }
    doubled = (family(7), family(7, phone="01632 960999"))
    good = [family(n) for n in range(20, 30)]

    outcome = take(store, asked(*rows.values(), *doubled, *good, family(20)))

    assert held(outcome) == {*rows, HeldReason.DOUBLED_ID}
    assert outcome.counts == Counts(mailed=20, opted_out=1, held=9, supplied=10)
    (taken,) = told(store, acts.DeliveryTakenIn)[1:]
    assert (taken.mailed_count, taken.opted_out_count, taken.held_count, taken.supplied_count) == (20, 1, 9, 10)


def test_a_row_that_no_act_could_hold_waits_and_every_body_can_be_read_again(store: Store) -> None:
    notes = ",".join(["\u5b57" * 3_500] * 120)

    outcome = take(store, asked(f"{family(1)},{notes}", family(2), headings=f"{HEADINGS}{',notes' * 120}"))

    assert held(outcome) == {HeldReason.TOO_LONG}
    assert outcome.counts.supplied == 1
    assert len(told(store, acts.FamilyDelivered)) == 1


def test_a_letter_from_before_any_record_was_collected_cannot_be_right(store: Store) -> None:
    """Clause 7.2a: records are collected from September 2014 on; an older day is somebody's birthday."""
    outcome = take(store, asked(family(1, "31/08/2014"), family(2)))

    assert dict(outcome.reasons) == {HeldReason.UNREADABLE: 1}


def test_days_that_another_row_puts_in_doubt_hold_theirs_back_wherever_it_stands(store: Store) -> None:
    """Clause 7.2a: 10 November, read as 11 October, would send somebody while the family can still refuse."""
    sure = [family(n, "09/09/2015") for n in range(600)]

    outcome = take(store, asked(family(1000, "10/09/2015"), *sure, family(1001, "09/21/2015"), family(1002)))

    assert dict(outcome.reasons) == {HeldReason.UNREADABLE: 2}
    assert outcome.counts.supplied == 601


@pytest.mark.parametrize("spelt", ["00123", "0123", "123.0", " 123"])
def test_who_refused_is_not_supplied_whatever_a_spreadsheet_made_of_the_number(store: Store, spelt: str) -> None:
    """Clause 7.2a: a number loses its noughts as soon as somebody opens the list."""
    take(store, refusing("123,28/09/2015"))

    assert dict(take(store, asked(family(7, id=spelt), family(8, id="1230"))).reasons) == {HeldReason.OPTED_OUT: 1}


def test_a_refusal_on_a_day_that_may_be_another_counts_as_in_time_and_is_reported(store: Store) -> None:
    """Clause 7.2a: read as 10 November it would be too late, and nobody would be told; it may be 11 October."""
    take(store, asked(family(1, "21/09/2015"), family(2)))
    sure = [f"X-{n},09/09/2015" for n in range(600)]

    outcome = take(store, refusing("ECC-1,11/10/2015", *sure, "X-700,10/21/2015"))

    assert "ECC-1" in outcome.report


@pytest.mark.parametrize("spelt", ["ecc-7", "ECC\u20117", " ECC \u2013 7", "\ufeffECC-7", "\uff25\uff23\uff23-7"])
def test_who_refused_is_not_supplied_however_the_reference_is_spelt(store: Store, spelt: str) -> None:
    """Clause 7.2a: a word processor's hyphen, and what stands before the first letter of a joined file."""
    take(store, refusing(f"{spelt},28/09/2015"))

    assert dict(take(store, asked(family(7), family(8))).reasons) == {HeldReason.OPTED_OUT: 1}


def test_a_window_of_under_14_full_days_holds_a_row_back(store: Store) -> None:
    """Clause 7.2a: posted on the 1st, there on the 3rd, so that the 17th is the fourteenth full day."""
    headings = f"{HEADINGS},refuse_by"

    outcome = take(
        store,
        asked(f"{family(1, '01/10/2015')},16/10/2015", f"{family(2, '01/10/2015')},17/10/2015", headings=headings),
    )

    assert dict(outcome.reasons) == {HeldReason.WINDOW_TOO_SHORT: 1}
    assert outcome.counts.supplied == 1


def test_the_date_of_the_letters_can_be_said_for_a_whole_batch(store: Store) -> None:
    outcome = take(store, replace(asked(family(1, "")), letters_sent_on=date(2015, 9, 21)))

    assert outcome.counts.supplied == 1
    assert store.rows("SELECT letter_sent_on FROM family") == [("2015-09-21",)]


def test_rows_whose_two_weeks_are_over_are_let_through_from_the_same_file(store: Store) -> None:
    what = asked(family(1), family(2, "18/10/2015"))
    assert take(store, what).counts == Counts(mailed=2, opted_out=0, held=1, supplied=1)
    with pytest.raises(errors.DeliveryDoubledError):
        take(store, what)

    go_to(store, date(2015, 11, 10))
    again = take(store, what)

    assert again.counts.supplied == 2
    assert len(list(free_families(store))) == 2
    assert store.rows("SELECT count(*) FROM heldback") == [(0,)]
    with pytest.raises(errors.DeliveryDoubledError):
        take(store, what)


def test_notes_and_words_among_numbers_wait_until_somebody_has_read_them(store: Store) -> None:
    """Clause 7.2c."""
    rows = [family(n) for n in range(1, 9)]

    outcome = take(store, asked(*rows, family(9, phone="Ask for her sister", notes="Dog at property")))

    assert outcome.notes_count == 2
    assert sorted(store.rows("SELECT text, source, state FROM familynote")) == [
        ("Ask for her sister", "Essex", "held"),
        ("Dog at property", "Essex", "held"),
    ]
    assert sum(len(ways_in(ways)) for (ways,) in store.rows("SELECT ways FROM family")) == 8


def test_a_delivery_without_half_of_yesterdays_families_is_asked_about(store: Store) -> None:
    take(store, asked(*(family(n) for n in range(1, 11))))
    half = asked(*(family(n) for n in range(1, 6)))

    with pytest.raises(errors.FamiliesGoneError) as refusal:
        take(store, half)
    assert refusal.value.gone_count == 5
    assert len(list(free_families(store))) == 10

    kept = take(store, replace(half, gone=RowDecision.KEEP))

    assert dict(kept.reasons) == {HeldReason.ALREADY_HELD: 5}
    assert len(list(free_families(store))) == 10
    assert len(told(store, acts.AbsencesSettled)) == len(told(store, acts.QuarantineSettled)) == 1


def test_families_that_are_gone_are_locked_once_somebody_says_so(store: Store) -> None:
    take(store, asked(family(1), family(2)))

    take(store, replace(asked(family(1)), gone=RowDecision.REMOVE))

    assert len(list(free_families(store))) == 1


def test_a_new_batch_asks_about_nobody(store: Store) -> None:
    take(store, asked(family(1)))

    assert take(store, asked(family(2))).counts.supplied == 1


def test_another_council_may_use_the_same_references(store: Store) -> None:
    take(store, asked(family(1)))

    assert take(store, replace(asked(family(1)), council="Kent")).counts.supplied == 1


@pytest.mark.parametrize(("name", "is_asked"), [("Essex CC", True), ("Esex", True), ("Kent", False), ("Sussex", False)])
def test_a_council_whose_name_is_nearly_another_s_is_said_to_be_new(store: Store, name: str, is_asked: bool) -> None:
    """Clause 7.2a: under a second name of the council, families are visited that refused under the first."""
    take(store, refusing("ECC-1,28/09/2015"))
    other = replace(asked(family(1)), council=name)

    if is_asked:
        with pytest.raises(errors.CouncilNearError, match="nearly that of another"):
            take(store, other)
    assert take(store, replace(other, out_of_schedule="It is new" if is_asked else None)).counts.supplied == 1

    waited, let = told(store, acts.DeliveryQuarantined), told(store, acts.QuarantineSettled)
    assert ([each.cause for each in waited], [each.reason for each in let]) == (
        (["unscheduled"], ["It is new"]) if is_asked else ([], [])
    )


def test_families_of_another_council_are_not_taken_in_under_a_second_name(store: Store) -> None:
    """Clause 7.2a: the wrong council chosen from the list, and 31 families are visited that refused."""
    take(store, asked(*map(family, range(10))))
    since = store.journal.size

    with pytest.raises(errors.OtherCouncilsFamiliesError, match="came from Essex before"):
        take(store, replace(asked(*map(family, range(5, 15))), council="Kent"))
    assert kinds(store, since) == []
    moved = [family(n, id=f"ECC-{n}").replace("CM1", "ME1") for n in range(10)]
    assert take(store, replace(asked(*moved), council="Kent")).counts.supplied == 10


def of_kent(what: Asked) -> Asked:
    return replace(what, council="Kent", out_of_schedule="Agreed by letter", joined="One council since April")


def test_councils_that_were_joined_are_taken_in_by_somebody_s_word_and_nobody_twice(store: Store) -> None:
    """Clause 7.2a: whoever is here under the one name, or refused, is so under the other."""
    take(store, refusing("ECC-10,28/09/2015"))
    take(store, asked(*map(family, range(10))))

    outcome = take(store, replace(of_kent(asked(*map(family, range(2, 14)))), gone=RowDecision.KEEP))

    assert outcome.counts == Counts(mailed=12, opted_out=1, held=8, supplied=3)
    assert held(outcome) == {HeldReason.OPTED_OUT, HeldReason.ALREADY_HELD}
    (joined,) = told(store, acts.CouncilsJoined)
    assert (joined.council, joined.other_council) == ("Kent", "Essex")
    assert joined.reason == "One council since April"
    assert store.rows("SELECT count(*) FROM family") == [(13,)]
    assert take(store, replace(asked(family(12), family(20)), council="Essex", gone=RowDecision.KEEP)).counts == Counts(
        mailed=2, opted_out=0, held=1, supplied=1
    )


def of_anglia(*numbers: int) -> Asked:
    """Return families that come under the name that three councils have together by now."""
    return replace(asked(*map(family, numbers)), council="Anglia", gone=RowDecision.KEEP)


def test_three_councils_that_became_one_are_all_asked_about_however_few_came_from_each(store: Store) -> None:
    """Clause 7.2a: a third of its families came from each, and all of them would be visited a second time."""
    take(store, asked(*map(family, range(7))))
    take(store, replace(asked(*map(family, range(7, 14))), council="Kent"))
    take(store, replace(asked(*map(family, range(14, 21))), council="Devon"))
    take(store, replace(refusing("ECC-99,28/09/2015"), council="Devon"))
    again = of_anglia(*range(22), 99)

    with pytest.raises(errors.OtherCouncilsFamiliesError, match="came from Devon, Essex and Kent before"):
        take(store, again)
    outcome = take(store, replace(again, joined="One council since April"))

    assert outcome.counts == Counts(mailed=23, opted_out=1, held=21, supplied=1)
    assert [each.other_council for each in told(store, acts.CouncilsJoined)] == ["Devon", "Essex", "Kent"]
    take(store, replace(refusing("ECC-1,28/09/2015"), council="Devon"))
    locked = "SELECT council_reference FROM family JOIN contactline USING (family) WHERE standing = 'locked'"
    assert store.rows(locked) == [("ECC-1",)]


def test_a_delivery_that_is_sorted_by_council_is_looked_at_all_over(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clause 7.2a: the first rows alone are all of one council."""
    monkeypatch.setattr(taking_in, "LOOKED_AT", 12)
    take(store, asked(*map(family, range(20))))
    take(store, replace(asked(*map(family, range(20, 40))), council="Kent"))

    with pytest.raises(errors.OtherCouncilsFamiliesError) as refusal:
        take(store, of_anglia(*range(40)))

    assert refusal.value.councils == ("Essex", "Kent")


def test_what_waits_under_one_name_is_not_taken_in_beside_whom_another_of_them_supplied(store: Store) -> None:
    """Clause 7.2a: three councils are one by now, and a row of the third waited before that was said."""
    take(store, replace(asked(*(family(n, "28/10/2015") for n in range(3))), council="Kent"))
    take(store, replace(asked(*(family(n, "28/10/2015") for n in range(3))), council="Devon"))
    take(store, asked(*map(family, range(7))))
    take(store, replace(of_anglia(*range(7)), joined="One council since April"))
    go_to(store, date(2015, 11, 20))

    for council in ("Kent", "Devon"):
        what = asked(*(family(n, "28/10/2015") for n in range(6)))
        take(store, replace(what, council=council, joined="One council since April", gone=RowDecision.KEEP))

    assert store.rows("SELECT count(*) FROM family") == [(7,)]


def test_another_council_s_families_are_asked_about_also_once_they_wait_no_longer(store: Store) -> None:
    """Clause 7.2a: while rows wait nobody is visited for them, so that nothing was asked when they came."""
    take(store, asked(*map(family, range(6))))
    take(store, refusing("ECC-6,28/09/2015"))
    waiting = replace(asked(*(family(n, "28/10/2015") for n in range(8))), council="Kent")
    assert held(take(store, waiting)) == {HeldReason.WINDOW_STILL_OPEN}
    go_to(store, date(2015, 11, 20))

    with pytest.raises(errors.OtherCouncilsFamiliesError, match="came from Essex before"):
        take(store, waiting)
    assert store.rows("SELECT count(*) FROM family") == [(6,)]

    let = take(store, replace(waiting, joined="One council since April"))

    assert let.counts == Counts(mailed=8, opted_out=1, held=6, supplied=1)
    assert store.rows("SELECT count(*) FROM family") == [(7,)]
    why = {" ".join(reasons) for _, reasons in held_back(store, let.delivery)}
    assert why == {HeldReason.ALREADY_HELD, HeldReason.OPTED_OUT}
    assert len(held_back(store, let.delivery)) == 7
    with pytest.raises(errors.DeliveryDoubledError):
        take(store, waiting)
    store.replay()
    assert {" ".join(reasons) for _, reasons in held_back(store, let.delivery)} == why


def test_a_council_that_comes_to_light_behind_those_that_were_named_is_asked_about_too(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clause 7.2a: of a third council, whose families are few, nothing was said yet."""
    monkeypatch.setattr(taking_in, "LOOKED_AT", 15)
    take(store, asked(*map(family, range(50))))
    take(store, replace(asked(*map(family, range(50, 57))), council="Kent"))
    again = replace(of_anglia(*range(57)), joined="One council since April")

    with pytest.raises(errors.OtherCouncilsFamiliesError, match="came from Kent before"):
        take(store, again)
    assert [each.other_council for each in told(store, acts.CouncilsJoined)] == ["Essex"]
    assert store.rows("SELECT count(*) FROM family") == [(57,)]

    assert take(store, again).counts == Counts(mailed=57, opted_out=0, held=57, supplied=0)
    assert [each.other_council for each in told(store, acts.CouncilsJoined)] == ["Essex", "Kent"]
    assert joined_with(store, "Kent") == ["Anglia", "Essex"]


def test_who_stays_away_under_the_other_name_of_joined_councils_is_asked_about(store: Store) -> None:
    """Clauses 7.2d, 7.2e: also of the delivery that came before the word."""
    take(store, asked(*map(family, range(10))))
    again = of_kent(asked(*map(family, range(8))))

    with pytest.raises(errors.FamiliesGoneError) as refusal:
        take(store, again)
    assert refusal.value.gone_count == 2

    take(store, replace(again, gone=RowDecision.REMOVE))
    assert len(list(free_families(store))) == 8


def test_who_refuses_under_either_name_of_joined_councils_is_left_in_peace(store: Store) -> None:
    """Clause 7.2a: on a list that came before the word, and on those that come after."""
    take(store, asked(*map(family, range(10))))
    take(store, of_kent(refusing("ECC-1,28/09/2015")))
    assert store.rows("SELECT count(*) FROM contactline WHERE standing = 'locked'") == [(0,)]

    take(store, of_kent(asked(*map(family, range(14)))))
    take(store, replace(refusing("ECC-2,28/09/2015"), council="Kent"))
    take(store, replace(refusing("ECC-12,28/09/2015"), council="Essex"))

    locked = store.rows(
        "SELECT council_reference FROM family JOIN contactline USING (family) WHERE standing = 'locked' ORDER BY 1"
    )
    assert locked == [("ECC-1",), ("ECC-12",), ("ECC-2",)]
    store.replay()
    assert joined_with(store, "essex") == ["Kent"]


def test_a_batch_nobody_agreed_waits_unopened_until_it_is_agreed(store: Store) -> None:
    """Clause 7.2b."""
    go_to(store, date(2016, 4, 15))
    what = asked(family(1))

    def never() -> Passphrase:
        raise AssertionError("it was opened")

    for _ in range(2):
        with pytest.raises(errors.DeliveryQuarantinedError, match=r"7\.2b"):
            take(store, replace(what, passphrase=never))

    (waiting,) = told(store, acts.DeliveryQuarantined)
    assert waiting.cause == "late"
    assert take(store, replace(what, out_of_schedule="Agreed by letter")).counts.supplied == 1
    assert told(store, acts.QuarantineSettled)


def test_what_was_agreed_is_told_also_where_it_is_said_at_once(store: Store) -> None:
    """Clause 7.2b."""
    go_to(store, date(2016, 4, 15))
    since = store.journal.size

    take(store, replace(asked(family(1)), out_of_schedule="Agreed by letter"))

    assert kinds(store, since)[:3] == ["delivery_quarantined", "quarantine_settled", "movement_recorded"]
    (settled,) = told(store, acts.QuarantineSettled)
    assert settled.reason == "Agreed by letter"


def test_a_batch_that_came_early_goes_on_once_its_month_is_there(store: Store) -> None:
    """Clause 7.2b."""
    agreement = agreement_of(store)
    late = replace(agreement.batches[1], opens_on=date(2015, 11, 9))
    what = asked(family(1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arriving, "agreement_of", lambda _: replace(agreement, batches=(late,)))
        with pytest.raises(errors.DeliveryQuarantinedError):
            take(store, what)

    take(store, what)

    (waiting,) = told(store, acts.DeliveryQuarantined)
    (settled,) = told(store, acts.QuarantineSettled)
    assert (waiting.cause, settled.reason) == ("unscheduled", "Its batch is open now.")


def test_after_the_term_nothing_is_loaded_and_refusals_still_count(store: Store) -> None:
    """Clause 3.1; safety is never locked out."""
    take(store, asked(family(1)))
    go_to(store, date(2018, 12, 3))

    with pytest.raises(errors.TermEndedError):
        take(store, asked(family(2)))
    take(store, refusing("ECC-1,28/09/2015"))

    assert list(free_families(store)) == []


def test_broken_off_it_goes_on_where_it_was(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_in, "ROWS_AT_ONCE", 2)
    what = asked(*(family(n) for n in range(1, 6)))
    record, calls = store.record, []

    def failing(*told: acts.Act) -> range:
        calls.append(len(told))
        if len(calls) == 3:
            raise errors.StoreFullError
        return record(*told)

    monkeypatch.setattr(store, "record", failing)
    with pytest.raises(errors.StoreFullError):
        take(store, what)
    monkeypatch.setattr(store, "record", record)

    outcome = take(store, what)

    assert outcome.counts == Counts(mailed=5, opted_out=0, held=0, supplied=5)
    assert len(told(store, acts.FamilyDelivered)) == 5
    assert len(told(store, acts.MovementRecorded)) == 1
    assert len(list(free_families(store))) == 5


@pytest.mark.parametrize("kept_bytes", [0, sorting.KEPT_BYTES])
def test_two_rows_of_a_family_are_held_against_each_other_whether_their_text_is_held_or_not(
    store: Store, monkeypatch: pytest.MonkeyPatch, kept_bytes: int
) -> None:
    monkeypatch.setattr(sorting, "KEPT_BYTES", kept_bytes)

    outcome = take(store, asked(family(1), family(1), family(2), family(2, street="2 Pear Lane"), family(3)))

    assert held(outcome) == {HeldReason.DOUBLED_ID}
    assert outcome.counts == Counts(mailed=5, opted_out=0, held=3, supplied=2)
    kept = {each.council_reference: each.row_digest for each in told(store, acts.FamilyDelivered)}
    said = "\x1f".join(family(1).split(",")).encode()
    assert (set(kept), kept["ECC-1"]) == ({"ECC-1", "ECC-3"}, hashlib.sha256(said).hexdigest())


def test_rows_that_were_not_held_are_kept_some_at_a_time_in_the_order_of_their_ids(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorting, "KEPT_BYTES", 0)
    monkeypatch.setattr(taking_in, "ROWS_AT_ONCE", 10)

    take(store, asked(*(family(n) for n in range(1, 21))))

    kept = [each.family for each in told(store, acts.FamilyDelivered)]
    assert len(set(kept)) == 20
    assert (kept[:10], kept[10:]) == (sorted(kept[:10]), sorted(kept[10:]))


def test_a_family_that_cannot_be_made_ready_ends_the_deed_where_it_is_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_in, "ROWS_AT_ONCE", 2)
    turns = iter([make_ready, make_ready])

    def failing(told: Iterable[FamilyTold]) -> Ready:
        make = next(turns, None)
        if make is None:
            raise errors.ActTooLargeError("family_delivered", 2, 1)
        return make(told)

    with monkeypatch.context() as patch:
        patch.setattr(taking_in, "make_ready", failing)
        with pytest.raises(errors.ActTooLargeError):
            take(store, asked(*(family(n) for n in range(1, 6))))
    assert len(told(store, acts.FamilyDelivered)) == 4

    take(store, asked(*(family(n) for n in range(1, 6))))

    assert len(told(store, acts.FamilyDelivered)) == 5


def test_columns_that_are_not_understood_leave_nothing_and_can_be_explained(store: Store) -> None:
    what = asked(family(1), headings=HEADINGS.replace("phone", "Ring them on"))
    since = store.journal.size

    with pytest.raises(errors.ColumnsUnknownError):
        take(store, asked("ECC-1,x", headings="family_id,What"))
    assert kinds(store, since) == []
    columns = preview(store, what)
    assert [column.number for column in columns.every if column.holds is None] == [6]

    take(store, replace(what, told=read_told(["6=phone"])))

    again = asked(family(2), headings=HEADINGS.replace("phone", "Ring them on"))
    assert take(store, again).counts.supplied == 1


@pytest.mark.parametrize(
    ("number", "can_be"),
    [
        ("01632 960123", True),
        ("+44 (0)1632 960123", True),
        ("07700 900123 ext 4", True),
        ("+48 22 555 01 23", True),
        ("20141130", False),
        ("0770 900123", False),
        ("12345", False),
    ],
)
def test_what_has_not_the_length_of_a_number_is_counted(number: str, can_be: bool) -> None:
    assert can_be_number(number) is can_be


# -- refusals


def test_a_list_of_refusals_locks_at_base_and_by_order_on_laptops(tmp_path: Path) -> None:
    """Clause 7.2a."""
    pair = enrolled(tmp_path)
    with opened(pair.base) as store:
        take(store, asked(*(family(n) for n in range(1, 5))))
        give(store, peer_named(store, "laptop"), choose(free_families(store), None, 3))

        outcome = take(store, refusing("ECC-1,", "ecc-2 ,28/09/2015", "ECC-4,20/10/2015", ",", "ECC-77,28/09/2015"))

        assert outcome.counts == Counts(mailed=4, opted_out=4, held=0, supplied=0)
        assert outcome.on_laptops_count == 2
        (order,) = store.rows("SELECT families FROM fieldorder WHERE order_kind = ?", (OrderKind.LOCK,))
        assert len(order[0].split()) == 2
        assert list(free_families(store)) == []
        assert outcome.report.count("\n  ") == 2  # the fourth refused after its two weeks: it was rightly supplied


def test_who_is_here_under_two_names_and_refuses_at_a_door_is_left_in_peace_under_both(tmp_path: Path) -> None:
    """Clause 7.2a: both names had supplied them before it was said that the councils are one."""
    pair = enrolled(tmp_path)
    mail = tmp_path / "mail"
    mail.mkdir()
    with opened(pair.base) as store:
        take(store, asked(*map(family, range(10))))
        take(store, of_anglia(*range(3), *range(20, 30)))
        take(store, replace(of_anglia(*range(10)), joined="One council since April"))
        twice = [
            [each for (each,) in store.rows("SELECT family FROM family WHERE council_reference = ?", (f"ECC-{n}",))]
            for n in (1, 2)
        ]
        assert [len(each) for each in twice] == [2, 2]
        (first, second), (third, fourth) = twice
        give(store, peer_named(store, "laptop"), [second, fourth])
        store.record(
            doings.wish(first, WishDecision.NO_CONTACT),
            for_a_wish(doings.lock(first)),
            for_a_wish(doings.lock(fourth, FamilyLock.OPEN)),
            doings.wish(third, WishDecision.NO_CONTACT),
            for_a_wish(doings.lock(third)),
        )

        synced(store, mail)
        synced(store, mail)

        locked = {each for (each,) in store.rows("SELECT family FROM lockset WHERE lock = ?", (FamilyLock.LOCKED,))}
        assert locked == {first, second, third}
        ordered = store.rows("SELECT families FROM fieldorder WHERE order_kind = ?", (OrderKind.LOCK,))
        assert ordered == [(second,)]


def for_a_wish(lock: acts.FamilyLockSet) -> acts.FamilyLockSet:
    return lock.model_copy(update={"cause": FamilyLockCause.CONTACT_WISH})


def test_a_list_broken_off_before_its_orders_goes_on_with_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Clause 7.2a: what is locked at base alone lies open on a laptop."""
    pair = enrolled(tmp_path)
    with opened(pair.base) as store:
        take(store, asked(*(family(n) for n in range(1, 4))))
        give(store, peer_named(store, "laptop"), choose(free_families(store), None, 3))
        monkeypatch.setattr(orders, "lock", stopped)
        with pytest.raises(errors.StoreFullError):
            take(store, refusing("ECC-1,28/09/2015", "ECC-2,28/09/2015"))
        monkeypatch.undo()
        locks = len(told(store, acts.FamilyLockSet))

        take(store, refusing("ECC-1,28/09/2015", "ECC-2,28/09/2015", "ECC-3,28/09/2015"))

        ordered = store.rows("SELECT families FROM fieldorder WHERE order_kind = ?", (OrderKind.LOCK,))
        assert locks == 2
        assert len(" ".join(families for (families,) in ordered).split()) == 3


def test_a_list_under_another_council_s_name_is_refused_and_can_be_said_to_be_new(store: Store) -> None:
    """Clause 7.2a: under a misspelt name it protects nobody."""
    take(store, asked(family(1)))
    misspelt = replace(refusing("ECC-1,28/09/2015"), council="Esex")

    with pytest.raises(errors.CouncilUnknownError) as refusal:
        take(store, misspelt)
    assert "Essex" in refusal.value.hint
    new = take(store, replace(misspelt, out_of_schedule="A council that is new"))
    assert (new.matched_count, new.unmatched_count) == (0, 1)
    assert told(store, acts.QuarantineSettled)[-1].reason == "A council that is new"
    right = take(store, replace(misspelt, council="Essex"))

    assert (right.matched_count, right.unmatched_count) == (1, 0)
    assert list(free_families(store)) == []


def test_a_mistyped_passphrase_leaves_what_was_taken_in_as_it_is(store: Store) -> None:
    """Clause 8.4 is of what cannot be read: this was."""
    what = asked(family(1))
    take(store, what)
    since = store.journal.size

    with pytest.raises(errors.ContainerError):
        take(store, replace(what, passphrase=lambda: read_passphrase(b"Not this one 7")))

    assert kinds(store, since) == []
    with pytest.raises(errors.DeliveryDoubledError):
        take(store, what)


def test_who_is_gone_is_locked_before_the_delivery_counts_as_taken_in(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(store, asked(family(1), family(2)))
    again = replace(asked(family(1)), gone=RowDecision.REMOVE)
    monkeypatch.setattr(taking_in, "lock_everywhere", stopped)
    with pytest.raises(errors.StoreFullError):
        take(store, again)
    monkeypatch.undo()

    take(store, again)

    assert len(list(free_families(store))) == 1


def stopped(*_: object) -> None:
    raise errors.StoreFullError


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Store]:
    pair = enrolled(tmp_path)
    with opened(pair.laptop, "Harbour 91 thistle almanac") as store:
        yield store


def test_a_laptop_takes_nothing_in(laptop: Store) -> None:
    with pytest.raises(errors.NotBaseError):
        take(laptop, asked(family(1)))
