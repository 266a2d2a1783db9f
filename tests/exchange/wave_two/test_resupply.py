"""7.2e: every family goes back to its council as delivered, whatever was done since; nobody learns who took part."""

import csv
import hashlib
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pysequoia import Cert, Tsk

from store import errors
from store.agreement.purposes import DatasetKind
from store.exchange.containers import open_container
from store.exchange.containers.openpgp_writing import read_certificate, write_message
from store.exchange.destroying.resupplied import resupplied_at
from store.exchange.instructions import record_instruction
from store.exchange.intake.arriving import Asked
from store.exchange.intake.fields import Field
from store.exchange.intake.identity import as_compared
from store.exchange.intake.tables import table_in
from store.exchange.letting_out import SealedFor
from store.exchange.recipients import recipient_named, register
from store.exchange.sealed_exports import open_sealed
from store.exchange.wave_two import resupply as deed
from store.exchange.wave_two.laying_out import Delivered, lay_out
from store.exchange.wave_two.resupply import laid_out, resupply
from store.keeping import acts
from store.keeping.acts.terms.exchange import (
    Channel,
    Container,
    ExportPurpose,
    InstructionMatter,
    MovementEnd,
    RecipientKind,
    Shipment,
)
from store.keeping.acts.terms.store import ErasureReason
from store.keeping.passphrases import read_passphrase
from store.keeping.store import Store
from tests.exchange import wrapped
from tests.exchange.exchanging import killed_at_each_step
from tests.exchange.test_containers import OTHER, OWN
from tests.exchange.test_intake import HEADINGS, take, told
from tests.exchange.wave_two.delivered import COUNCIL, KEY, ROWS, base, council, essex, families_of, worked
from tests.made import opened, passphrase

__all__ = ["base", "essex"]

LONG = "Meadow 44 barometer pencil sail"


def lines(content: bytes) -> list[str]:
    return content.decode("utf-8-sig").splitlines()


# -- the table


def test_every_family_with_an_id_is_in_it_once_as_delivered_in_the_order_of_the_council_s_ids(base: Store) -> None:
    """Clause 7.2e."""
    laid = laid_out(base, "essex")

    head, *rows = lines(laid.content)
    assert head == HEADINGS
    assert rows == sorted([*ROWS[:3], *ROWS[5:]])
    assert (laid.no_id_count, laid.again_count) == (1, 1)
    assert list(laid.references) == sorted(laid.references)


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=6)
ID = st.sampled_from(["A 1", "a1", "B-2", "", "C3", "c 3", "  ", "D\x07"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(ID, st.lists(CELL, min_size=1, max_size=4)), max_size=12), st.randoms())
def test_the_order_of_the_rows_says_nothing_and_every_cell_comes_back(
    rows: list[tuple[str, list[str]]], dice: Random
) -> None:
    """Pure: one row for an id, the first; the same table again reads back as the same table."""
    table = [[id_, *cells] for id_, cells in rows]
    laid = lay_out([Delivered(["id", "x", "y"], 0, table)])
    firsts = {as_compared(row[0]): row for row in reversed(table) if row[0].strip() and row[0].isprintable()}

    assert [as_compared(each) for each in laid.references] == sorted(firsts)
    assert laid.no_id_count + laid.again_count + len(firsts) == len(rows)
    distinct = list(firsts.values())
    dice.shuffle(distinct)
    assert lay_out([Delivered(["id", "x", "y"], 0, distinct)]).content == laid.content


def test_a_number_is_one_id_however_a_spreadsheet_wrote_it() -> None:
    """Pure: two rows for one family would come back as two, and be refused."""
    laid = lay_out([Delivered(["id", "x"], 0, [["007", "Ann"], ["7", "Bea"], ["7.0", "Cat"], ["10", "Dot"]])])

    assert (list(laid.references), laid.again_count) == (["10", "007"], 2)


@given(st.dictionaries(st.text("ab1-", min_size=1), st.lists(st.sampled_from(["", "Ann", "é", "a,b"])), max_size=9))
def test_a_table_is_written_as_the_writer_of_tables_does_whether_it_has_to_be_asked_or_not(
    rows: dict[str, list[str]],
) -> None:
    """Pure."""
    table = [[id_, *cells] for id_, cells in sorted(rows.items())]
    into = StringIO(newline="")
    csv.writer(into).writerows([["id", "x"], *table])

    laid = lay_out([Delivered(["id", "x"], 0, table[::-1])])

    assert laid.content == into.getvalue().encode("utf-8-sig")


@given(st.lists(st.text(st.sampled_from("aAb1 ,\t\x07é"), max_size=8), max_size=9), st.integers(0, 2))
def test_a_text_goes_back_the_same_whether_its_rows_are_parted_or_not(said: list[str], place: int) -> None:
    """Pure."""
    table = table_in("\r\n".join(["a,b,c"] * 20 + said).encode())

    assert table.lines() is not None
    parted = lay_out([Delivered(["x", "y", "z"], place, table.rows())])
    assert lay_out([Delivered(["x", "y", "z"], place, table.rows(), table.lines())]) == parted


def test_two_deliveries_with_other_columns_become_one_table_and_the_first_word_on_a_family_stands() -> None:
    first = Delivered(["Id", "Name", "Name"], 0, [["2", "Ann", "Hart"], ["1", "Bo", "Lee", "beside"]])
    second = Delivered(["Name", "Phone", "Id"], 2, [["Cy", "01632 960001", "3"], ["Dee", "", "2"]])

    laid = lay_out([first, second])

    assert lines(laid.content) == ["Id,Name,Name,Phone", "1,Bo,Lee,,beside", "2,Ann,Hart,", "3,Cy,,01632 960001"]
    assert laid.again_count == 1


# -- the same whatever was done


@settings(max_examples=8, deadline=None)
@given(
    seed=st.integers(0, 9_999), share=st.floats(0, 1), cut=st.sets(st.integers(0, 9)), no=st.sets(st.integers(20, 27))
)
def test_it_is_the_same_to_the_byte_under_any_mix_of_outcomes_corrections_withdrawals_refusals_and_erasures(
    essex: Path, seed: int, share: float, cut: set[int], no: set[int]
) -> None:
    """Clause 7.2e: so that the council cannot learn who took part (differential, over random fieldwork)."""
    with TemporaryDirectory() as outer, opened(Path(shutil.copytree(essex, Path(outer) / "base"))) as store:
        untouched = laid_out(store, COUNCIL).content

        worked(store, seed, share)
        if no:
            refused = [f"ECC-{n},28/09/2015" for n in sorted(no)]
            raw = wrapped.zipped("\r\n".join(("family_id,refused_on", *refused)).encode())
            take(store, Asked(raw, DatasetKind.REFUSALS, COUNCIL, wrapped.told))
        gone = [each for n, each in enumerate(families_of(store)) if n in cut]
        if gone:
            store.erase_for_ever(gone, ErasureReason.DESTRUCTION_ORDER, "7.2f")

        assert laid_out(store, COUNCIL).content == untouched


# -- the deed


def test_it_is_sealed_for_the_council_told_before_it_is_there_and_says_no_more_than_how_many(
    base: Store, tmp_path: Path
) -> None:
    """Clauses 7.2e, 8.2, 8.3."""
    to, path = council(base), tmp_path / "back"
    word = record_instruction(base, InstructionMatter.KEEP_SEALED_ORIGINAL, "J Smith", "7" * 64, "Keep it sealed.")

    sent = resupply(base, COUNCIL, path, to)

    raw = path.read_bytes()
    content = open_sealed(raw, KEY).content
    assert content == laid_out(base, COUNCIL).content
    (act,) = told(base, acts.ResupplySent)
    moved = told(base, acts.MovementRecorded)[-1]
    assert (act.rows_count, act.recipient, act.movement) == (11, to.whom.recipient, moved.movement)
    assert act.instruction == sent.instruction == word
    assert act.sha256 == moved.sha256 == sent.sha256 == hashlib.sha256(raw).hexdigest()
    assert act.plaintext_digest == hashlib.sha256(content).hexdigest()
    assert (moved.shipment, moved.for_clause) == (Shipment.RESUPPLY, "7.2e")
    assert told(base, acts.MovementEnded)[-1].end is MovementEnd.DONE
    assert told(base, acts.ExportMade)[-1].families == ()


def test_for_a_council_without_a_key_it_is_an_aes_256_zip_that_a_strong_passphrase_opens(
    base: Store, tmp_path: Path
) -> None:
    """Clause 8.3."""
    to, path = council(base, has_key=False), tmp_path / "back.zip"

    with pytest.raises(errors.RecipientKeyMissingError):
        resupply(base, COUNCIL, path, to)
    with pytest.raises(errors.PassphraseWeakError):
        resupply(base, COUNCIL, path, to, passphrase("password1"))
    assert not path.exists()
    resupply(base, COUNCIL, path, to, passphrase(LONG))

    opened_ = open_container(path.read_bytes(), read_passphrase(LONG.encode()))
    assert (opened_.container, opened_.content) == (Container.ZIP_AE2, laid_out(base, COUNCIL).content)
    with pytest.raises(errors.ContainerPassphraseError):
        open_container(path.read_bytes(), read_passphrase(b"Meadow 44 barometer pencil"))


def test_for_a_council_with_an_openpgp_key_it_is_a_message_under_aes_256_that_this_key_alone_opens(
    base: Store, tmp_path: Path
) -> None:
    """Clause 8.3; what base's own key opens is held to AES-256 and to being unchanged."""
    path, purposes = tmp_path / "back.pgp", frozenset({ExportPurpose.RESUPPLY})
    theirs = read_certificate(OWN.certificate(COUNCIL))
    whom = register(base, "pgp", COUNCIL, RecipientKind.COUNCIL, "GB", purposes, None, theirs)

    with pytest.raises(errors.OpenpgpKeyMissingError):
        resupply(base, COUNCIL, path, council(base), is_openpgp=True)
    with pytest.raises(errors.RecipientKeyMissingError):
        resupply(base, COUNCIL, path, SealedFor(whom, Channel.SECURE_EMAIL))
    assert not path.exists()
    resupply(base, COUNCIL, path, SealedFor(recipient_named(base, "pgp"), Channel.SECURE_EMAIL), is_openpgp=True)

    opened_ = open_container(path.read_bytes(), None, OWN)
    assert (opened_.container, opened_.content) == (Container.OPENPGP, laid_out(base, COUNCIL).content)
    with pytest.raises(errors.ContainerError):
        open_container(path.read_bytes(), None, OTHER)
    assert theirs.fingerprint == OWN.fingerprint


def test_an_openpgp_key_that_cannot_be_used_is_refused_by_name_when_it_is_registered() -> None:
    key = Tsk.generate("Council <one@example.org>")
    public = key.extract_certificate()
    revoked = Cert.from_bytes(bytes(public) + bytes(public.revoke(key.certifier())))
    own = OWN.certificate(COUNCIL)
    flaws = {
        "no OpenPGP key": b"not a key",
        "a private half": bytes(key),
        "taken it back": bytes(revoked),
        "too large": bytes(1 << 19),
        "no key that is strong enough": own[: own.index(b"\xce\xff")],  # without the half that encrypts
    }

    for flaw, raw in flaws.items():
        with pytest.raises(errors.OpenpgpCertificateError, match=flaw):
            read_certificate(raw)
    assert read_certificate(str(public).encode()).fingerprint == public.fingerprint


@pytest.mark.skipif(shutil.which("gpg") is None, reason="there is no GnuPG here")
def test_another_program_opens_it_with_aes_256_whatever_its_key_prefers(tmp_path: Path) -> None:
    home = tmp_path / "gnupg"
    home.mkdir(mode=0o700)
    gpg = ("gpg", "--homedir", str(home), "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", "")
    prefers = ("--default-preference-list", "AES SHA256 Uncompressed")
    subprocess.run([*gpg, *prefers, "--quick-gen-key", "one@example.org", "future-default"], check=True)
    public = subprocess.run([*gpg, "--export"], check=True, capture_output=True).stdout

    raw = write_message(b"id,name\r\n", read_certificate(public).text)

    read = subprocess.run([*gpg, "--decrypt", "--show-session-key"], input=raw, check=True, capture_output=True)
    assert read.stdout == b"id,name\r\n"
    assert b"session key: '9:" in read.stderr  # AES-256
    subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=True)


def test_it_goes_to_that_council_and_to_nobody_else(base: Store, tmp_path: Path) -> None:
    """Clauses 7.2e, 9.1d."""
    path = tmp_path / "back"
    kent = council(base, "Kent", "Kent")
    evaluator = replace(kent, whom=replace(kent.whom, kind=RecipientKind.EVALUATOR, organisation=COUNCIL))
    since = base.journal.size

    with pytest.raises(errors.OtherCouncilError):
        resupply(base, COUNCIL, path, kent)
    with pytest.raises(errors.NotGrantedError):
        resupply(base, COUNCIL, path, evaluator)
    with pytest.raises(errors.NothingDeliveredError):
        resupply(base, "Kent", path, kent)
    assert (base.journal.size, path.exists()) == (since, False)


def test_what_is_not_what_was_sealed_goes_nowhere(base: Store, tmp_path: Path) -> None:
    to = council(base)
    ((delivery,),) = base.rows("SELECT delivery FROM localoriginal")
    kept = base.notebook.original(delivery)
    assert kept is not None

    base.notebook.keep_original(delivery, kept[:-1] + bytes((kept[-1] ^ 1,)))
    with pytest.raises(errors.OriginalChangedError):
        resupply(base, COUNCIL, tmp_path / "back", to)
    base.notebook._execute("DELETE FROM localoriginal")
    with pytest.raises(errors.OriginalGoneError):
        resupply(base, COUNCIL, tmp_path / "back", to)
    assert told(base, acts.ResupplySent) == []


def test_columns_that_had_to_be_explained_are_those_of_their_own_delivery(base: Store) -> None:
    """What a later delivery calls its columns changes nothing about an earlier one."""
    before = laid_out(base, COUNCIL).references

    def explained(table: str, holds: Field) -> None:
        raw, told_ = wrapped.zipped(table.encode()), {"theirno": holds}
        day = date(2015, 9, 21)
        take(base, Asked(raw, DatasetKind.CONTACTS, COUNCIL, wrapped.told, letters_sent_on=day, told=told_))

    explained("Address 1,Postcode,Their No\n1 Fig Way,CM1 9AL,X1\n2 Fig Way,CM1 9AL,X2\n", Field.FAMILY_ID)
    explained("Their No,Address 1,Postcode,Family id\n7,3 Fig Way,CM1 9AL,X3\n", Field.LEAVE_OUT)

    assert [*laid_out(base, COUNCIL).references] == [*before, "X1", "X2", "X3"]


def test_killed_at_any_step_it_is_whole_or_not_there_and_is_sent_again(essex: Path, tmp_path: Path) -> None:
    folder, path = tmp_path / "base", tmp_path / "back"
    shutil.copytree(essex, folder)
    with opened(folder) as store:
        council(store)
    shutil.copytree(folder, tmp_path / "before")

    def send() -> None:
        with opened(folder, is_clock_right=True) as store:
            to = SealedFor(recipient_named(store, COUNCIL), Channel.TRANSFER_SITE)
            resupply(store, COUNCIL, path, to)

    for _ in killed_at_each_step(send, (Store, "record"), (deed, "write_sealed")):
        with opened(folder, is_clock_right=True) as store:
            sent, done = told(store, acts.ResupplySent), told(store, acts.MovementEnded)
            went = {each.movement for each in done if each.end is MovementEnd.DONE}
            has_left = any(each.movement in went for each in sent)
            assert (resupplied_at(store) is not None) == has_left  # 13.3: only then is what came destroyed
        if path.exists():
            assert open_sealed(path.read_bytes(), KEY).content
            assert sent
        assert b"Apple Lane" not in b"".join(each.read_bytes() for each in tmp_path.glob("back*"))
        assert len(done) <= len(sent) + 1  # the delivery's own movement
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / "before", folder)
        path.unlink(missing_ok=True)
    assert open_sealed(path.read_bytes(), KEY).content
