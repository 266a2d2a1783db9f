"""`doorstep intake`: what is printed of a delivery, and what a refusal says and leaves."""

from pathlib import Path

import pytest

from store import errors
from tests.exchange import wrapped
from tests.exchange.test_intake import HEADINGS, family
from tests.made import PASSPHRASE, SECOND_PASSPHRASE, made_base
from tests.tui.running import Run, documented, refused


@pytest.fixture
def at(tmp_path: Path) -> tuple[str, ...]:
    """The words that name a base, a council, and where the delivery's passphrase lies."""
    told = tmp_path / "told.txt"
    told.write_text(f"{wrapped.SPOKEN}\n", "utf-8")
    return (
        "--store",
        str(made_base(tmp_path)),
        "--passphrase-stdin",
        "--council",
        "Essex",
        "--file-passphrase-file",
        str(told),
    )


def delivery(folder: Path, *rows: str, headings: str = HEADINGS) -> str:
    path = folder / "delivery.zip"
    path.write_bytes(wrapped.zipped("\r\n".join((headings, *rows)).encode()))
    return str(path)


def test_a_delivery_is_told_of_row_by_row_and_nobody_is_named(run: Run, at: tuple[str, ...], tmp_path: Path) -> None:
    rows = (family(1, notes="Visit in pairs"), family(2, "18/10/2015"), family(3, phone="20141130"), family(4, id=""))
    path = delivery(tmp_path, *rows)

    printed = run("intake", path, "--kind", "contacts", *at).lines

    assert printed == [
        "Taken in: 4 rows = 0 refused + 2 held back + 2 supplied.",
        "  1 held back: no id",
        "  1 held back: the two weeks to refuse are not over",
        "1 note waits until somebody trained has read them (clause 7.2c).",
        "1 telephone number cannot be right, kept as delivered: whoever dials it is told so.",
    ]
    refused(run("intake", path, "--kind", "contacts", *at), errors.DeliveryDoubledError)


def test_refusals_are_told_of_with_the_report_to_the_council(run: Run, at: tuple[str, ...], tmp_path: Path) -> None:
    assert run("intake", delivery(tmp_path, family(1), family(2)), "--kind", "contacts", *at).code == 0
    path = delivery(tmp_path, "ECC-1,28/09/2015", headings="family_id,refused_on")

    printed = run("intake", path, "--kind", "refusals", *at).lines

    assert printed[:2] == [
        "Taken in: 1 row, 1 new refusal, 0 held back.",
        "Nobody visits these families any more.",
    ]
    assert "--- drafted for the council ---" in printed
    assert "  ECC-1" in printed


def test_what_the_council_states_of_a_batch_needs_day_and_document(
    run: Run, at: tuple[str, ...], tmp_path: Path
) -> None:
    """Clause 7.2a."""
    path, statement = delivery(tmp_path, family(1)), tmp_path / "statement"
    statement.write_text("From September on.", "utf-8")
    said = ("intake", path, "--kind", "contacts", *at, "--statement", str(statement), "--collected-from")

    early = run(*said, "2014-08-31")

    assert run("intake", path, "--kind", "contacts", *at, "--collected-from", "2014-09-01").code == 2
    assert early.code == 1
    assert early.err.splitlines()[-1] == errors.RecordsTooEarlyError.hint
    assert run(*said, "2014-09-01").lines[0] == "Taken in: 1 row = 0 refused + 0 held back + 1 supplied."


def test_another_council_s_families_come_in_by_somebody_s_word(run: Run, at: tuple[str, ...], tmp_path: Path) -> None:
    """Clause 7.2a."""
    assert run("intake", delivery(tmp_path, *map(family, range(5))), "--kind", "contacts", *at).code == 0
    kent = ["Kent" if word == "Essex" else word for word in at]
    path = delivery(tmp_path, *map(family, range(7)))

    said = run("intake", path, "--kind", "contacts", *kent)
    printed = run("intake", path, "--kind", "contacts", *kent, "--joined", "One council since April").lines

    assert said.code == 1
    assert "say so with --joined and why" in said.err
    assert printed[:2] == [
        "Taken in: 7 rows = 0 refused + 5 held back + 2 supplied.",
        "  5 held back: came in an earlier delivery",
    ]
    assert "Somebody said that the families of one council come under" in run("trail", *at[:3]).out


def test_councils_joined_by_mistake_are_parted_and_who_is_to_be_looked_at_is_listed(
    run: Run, at: tuple[str, ...], tmp_path: Path
) -> None:
    """Clause 7.2a."""
    assert run("intake", delivery(tmp_path, *map(family, range(5))), "--kind", "contacts", *at).code == 0
    kent = ["Kent" if word == "Essex" else word for word in at]
    path = delivery(tmp_path, *map(family, range(7)))
    assert run("intake", path, "--kind", "contacts", *kent, "--joined", "One council since April").code == 0
    path = delivery(tmp_path, "ECC-1,28/09/2015", headings="family_id,refused_on")
    assert run("intake", path, "--kind", "refusals", *kent).code == 0
    part = ("councils", "part", *at[:3], "--council", "Essex", "--other", "Kent", "--reason", "The wrong one")

    before = run("councils", "joined", *at[:3]).lines
    parted = run(*part).lines
    after = run("councils", "joined", *at[:3]).lines

    assert before == ["Essex comes under Kent: a family is the same under both by its id."]
    look_at = [
        "1 family is locked for nothing but what was said of another council's. Look at each; nobody is opened by"
        " itself.",
        "  Essex, ECC-1: said of Kent",
    ]
    assert parted == [
        "Essex and Kent are two councils again; rows that were left out come in with their file.", *look_at
    ]  # fmt: skip
    assert after == ["No two councils count as one.", *look_at]
    assert "Somebody took back that the families of two councils are the same" in run("trail", *at[:3]).out
    refused(run(*part), errors.CouncilsNotJoinedError)


def test_the_columns_are_shown_masked_and_nothing_is_kept(run: Run, at: tuple[str, ...], tmp_path: Path) -> None:
    path = delivery(tmp_path, family(1), headings=HEADINGS.replace("phone", "Ring them on").replace("notes", ""))

    ended = run("intake", path, "--kind", "contacts", "--preview", *at)

    assert ended.lines[0] == "  1 (family_id)  family id: XXX-9"
    assert ended.lines[5] == "  6 (Ring them on)  not known: say it with --map: 99999 999999"
    assert "Apple" not in ended.out
    assert run("contacts", *at[:3], "--json").json == []
    printed = run("intake", path, "--kind", "contacts", *at, "--map", "Ring them on=phone", "--map", "9=leave_out")
    assert printed.lines[0] == "Taken in: 1 row = 0 refused + 0 held back + 1 supplied."


def test_what_is_broken_prints_what_tells_the_council(run: Run, at: tuple[str, ...], tmp_path: Path) -> None:
    path = Path(delivery(tmp_path, family(1)))
    path.write_bytes(path.read_bytes()[:-60])

    ended = run("intake", str(path), "--kind", "contacts", *at)

    assert ended.code == 1
    assert "(clause 8.4)" in ended.err
    assert "To Essex" in ended.out
    told = ("council-told", *at[:3], "--name", "Somebody", "--delivery")
    refused(run(*told, "ff"), errors.DeliveryNotOwedError)
    assert "(8.4)" in run(*told, run("report", "clocks", *at[:3]).lines[0][:8]).lines[0]
    assert run("report", "clocks", *at[:3]).lines == ["No clock runs."]


def test_a_keeper_takes_eligibility_in_and_is_shown_no_contacts(run: Run, at: tuple[str, ...], tmp_path: Path) -> None:
    """Clause 7.2c."""
    add = ("staff", "add", *at[:3], "--name", "Keeper One", "--role", "eligibility_keeper")
    assert run(*add, lines=(PASSPHRASE, SECOND_PASSPHRASE)).code == 0
    path = delivery(tmp_path, "ECC-1,20/09/2014,Y", headings="family_id,assessment_date,Worklessness")

    printed = run("intake", path, "--kind", "eligibility", *at, lines=(SECOND_PASSPHRASE,)).lines

    assert printed == [
        "Taken in: 1 row = 0 refused + 0 held back + 1 supplied.",
        "1 family of it came in no list of contacts.",
    ]
    refused(run("contacts", *at[:3], lines=(SECOND_PASSPHRASE,)), errors.KeeperSeesNoContactsError)
    refused(run("councils", "joined", *at[:3], lines=(SECOND_PASSPHRASE,)), errors.KeeperSeesNoContactsError)
    refused(run("intake", path, "--kind", "eligibility", *at), errors.NotAKeeperError)


def test_a_council_can_encrypt_to_bases_own_key(run: Run, at: tuple[str, ...], tmp_path: Path) -> None:
    key = tmp_path / "base.pgp"

    shown = run("intake-key", "--to", str(key), *at[:3]).lines

    assert run("intake-key", "--to", str(key), *at[:3]).lines == shown  # the same one whenever it is given
    path = tmp_path / "delivery.pgp"
    path.write_bytes(wrapped.message_to(key.read_bytes(), "\r\n".join((HEADINGS, family(1))).encode()))
    told = run("intake", str(path), "--kind", "contacts", *at[:5])  # with no passphrase of its own
    assert told.lines == ["Taken in: 1 row = 0 refused + 0 held back + 1 supplied."]


def test_json_is_as_documented(run: Run, at: tuple[str, ...], tmp_path: Path) -> None:
    told = run("intake", delivery(tmp_path, family(1)), "--kind", "contacts", *at, "--json").json

    assert list(told) == documented("intake")
    assert (told["supplied"], told["columns"]["postcode"]) == (1, "postcode")


def test_what_cannot_be_meant_is_refused(run: Run, at: tuple[str, ...], tmp_path: Path) -> None:
    path = delivery(tmp_path, family(1))

    refused(run("intake", str(tmp_path / "none.zip"), "--kind", "contacts", *at), errors.SignedFileMissingError)
    refused(run("intake", path, "--kind", "contacts", *at, "--map", "x"), errors.MappingFormError)
    refused(run("intake", path, "--kind", "contacts", *at, "--letters-sent", "soon"), errors.DayFormError)
    assert run("intake", path, "--kind", "fieldwork", *at).code == 2
