"""The verbs between stores: laptops are enrolled, given families, synced, listed, revoked, stopped by phone."""

import re
import sys
from argparse import Namespace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from store import errors
from store.errors import StoreError
from store.exchange.enrolment import Waiting
from tests.exchange.boxes import only_key
from tests.exchange.sftp_server import running_sftp_server
from tests.made import PASSPHRASE, SECOND_PASSPHRASE, made_base
from tests.tui.pair import Pair
from tests.tui.running import Run, documented, refused
from tui.printed import enrol

# -- enrolling


@pytest.fixture
def at(tmp_path: Path) -> tuple[str, ...]:
    """The words that name a base without laptops."""
    (tmp_path / "carried").mkdir()
    return "--store", str(made_base(tmp_path)), "--passphrase-stdin"


def set_up(run: Run, at: tuple[str, ...], tmp_path: Path, name: str = "Laptop A") -> list[str]:
    """Write a ticket and set a laptop up from it; return what that printed."""
    carried = str(tmp_path / "carried")
    assert run("enrol", "ticket", *at, "--name", name, "--staff", f"Who has {name}", "--to", carried).code == 0
    ticket = f"{carried}/ticket-{name.lower().replace(' ', '-')}.doorstep"
    store = ("--store", str(tmp_path / name), "--passphrase-stdin", "--no-keyring")
    return run("init", "field", "--ticket", ticket, *store, lines=(SECOND_PASSPHRASE,)).lines


def words_in(lines: list[str]) -> str:
    (words,) = [line.strip() for line in lines if line.startswith("    ")]
    assert len(words.split()) == 6
    return words


def test_a_laptop_is_enrolled_with_the_six_words_it_shows(run: Run, at: tuple[str, ...], tmp_path: Path) -> None:
    shown = set_up(run, at, tmp_path)

    accepted = run("enrol", "accept", *at, "--from", str(tmp_path / "carried"), "--words", words_in(shown))

    assert shown[0] == f"Made the practice laptop `Laptop A` in {tmp_path}/Laptop A."
    assert accepted.lines[0] == "Laptop A is one of this base's laptops now."
    (laptop,) = run("device", "list", *at, "--json").json
    assert (laptop["name"], laptop["interviewer"], laptop["last_heard"]) == ("Laptop A", "Who has Laptop A", None)
    assert list((tmp_path / "carried").iterdir()) == []


def test_words_of_another_laptop_end_the_ticket(run: Run, at: tuple[str, ...], tmp_path: Path) -> None:
    set_up(run, at, tmp_path)
    accept = ("enrol", "accept", *at, "--from", str(tmp_path / "carried"))

    refused(run(*accept, "--words", "acorn badge cabbage dancer eagle"), errors.WordsFormError)
    refused(run(*accept, "--words", "acorn badge cabbage dancer eagle fabric"), errors.WordsDifferError)

    refused(run(*accept), errors.TicketEndedError)
    assert run("device", "list", *at, "--json").json == []


def test_several_answers_are_told_apart(run: Run, at: tuple[str, ...], tmp_path: Path) -> None:
    shown = {name: words_in(set_up(run, at, tmp_path, name)) for name in ("Laptop A", "Laptop B", "Laptop C")}
    accept = ("enrol", "accept", *at, "--from", str(tmp_path / "carried"))
    (tmp_path / "carried" / "answer-laptop-a.doorstep").write_bytes(b"{}")

    refused(run(*accept, "--words", shown["Laptop B"]), errors.WhichAnswerError)
    assert run(*accept, "--words", shown["Laptop B"], "--name", "Laptop B").code == 0
    ended = run(*accept)

    assert ended.code == 1
    assert (
        ended.out.splitlines()[0] == "Laptop C is one of this base's laptops now (practice: no words were asked for)."
    )
    about, hint = ended.err.splitlines()
    assert about.startswith("answer-laptop-a.doorstep: This file is not one that Doorstep wrote")
    assert hint == errors.SignedFileFormError.hint
    assert [each["name"] for each in run("device", "list", *at, "--json").json] == ["Laptop B", "Laptop C"]


def test_answers_are_looked_for_where_there_are_any(run: Run, at: tuple[str, ...], tmp_path: Path) -> None:
    carried = str(tmp_path / "carried")
    set_up(run, at, tmp_path)

    refused(run("enrol", "accept", *at, "--from", str(tmp_path / "nowhere")), errors.SignedFileMissingError)
    refused(run("enrol", "accept", *at, "--from", str(tmp_path)), errors.NoAnswerError)
    refused(run("enrol", "accept", *at, "--from", carried, "--name", "Laptop B"), errors.NoAnswerError)


@pytest.mark.parametrize(
    ("is_practice", "words", "answers", "told"),
    [
        (False, None, ["acorn badge"], "acorn badge"),
        (False, "given already", [], "given already"),
        (False, None, [], None),
        (True, None, ["never asked"], None),
    ],
)
def test_a_real_base_asks_for_the_words_at_a_terminal(
    monkeypatch: pytest.MonkeyPatch, is_practice: bool, words: str | None, answers: list[str], told: str | None
) -> None:
    asked: list[str] = []

    def typed(asking: str) -> str:
        asked.append(asking)
        if not answers:
            raise EOFError
        return answers.pop()

    monkeypatch.setattr("builtins.input", typed)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    base: Any = SimpleNamespace(sidecar=SimpleNamespace(is_practice=is_practice))
    waiting = Waiting(Path(), b"", "Laptop\x1b A", None)

    assert enrol.asked_for_words(base, waiting, Namespace(words=words, passphrase_stdin=False)) == told

    expected = [] if is_practice or words else ["The six words that Laptop\ufffd A shows: "]
    assert asked == expected


def test_a_laptop_that_cannot_be_set_up_is_not(run: Run, at: tuple[str, ...], tmp_path: Path) -> None:
    set_up(run, at, tmp_path)
    ticket = str(tmp_path / "carried" / "ticket-laptop-a.doorstep")
    store = ("--store", str(tmp_path / "new"), "--passphrase-stdin", "--no-keyring")
    nowhere = ("enrol", "ticket", *at, "--name", "L", "--staff", "I", "--to", str(tmp_path / "nowhere"))

    refused(run("init", "field", "--ticket", ticket, *store, lines=("short",)), errors.PassphraseWeakError)
    refused(run("init", "field", "--ticket", str(tmp_path / "no"), *store), errors.SignedFileMissingError)
    sidecar = str(tmp_path / "base" / "sidecar")
    assert run("init", "field", "--ticket", sidecar, *store).err.startswith("This file is not one that Doorstep wrote")
    refused(run(*nowhere), errors.SignedFileMissingError)
    refused(run(*nowhere[:-1], str(tmp_path), "--staff", "\x1b"), errors.LineFormError)

    assert not (tmp_path / "new").exists()


# -- giving families out, and syncing


def test_a_day_goes_there_and_back(run: Run, pair: Pair) -> None:
    pair.deliver(8)

    given = run("allocate", *pair.base, "--to", pair.name, "--count", "3")
    first = run("sync", *pair.base, "--mailbox", str(pair.mailbox), "--country", "ie")
    taken = run("sync", *pair.laptop, "--mailbox", str(pair.mailbox), lines=pair.passphrase)

    assert given.lines == [f"{pair.name} is given 3 families. They go with the next bundle: doorstep sync"]
    assert first.lines[:2] == [
        f"Mailbox       {pair.mailbox} (folder, IE)",
        f"To do         0 bundles to take in; to tell: {pair.name}",
    ]
    assert first.lines[2] == "Received      nothing"
    assert re.fullmatch(r"Sent {10}1 bundle with \d acts", first.lines[3])
    assert taken.lines[1].startswith("To do         1 bundle to take in; ")
    assert re.fullmatch(r"Received {6}1 bundle with \d new acts", taken.lines[2])
    assert re.fullmatch(r"Still unsent {2}\d+ acts, until base's receipt comes with its next bundle", taken.lines[4])
    assert run("sync", *pair.base).code == 0
    assert (
        run("sync", *pair.laptop, lines=pair.passphrase).lines[-1]
        == "Still unsent  nothing: base holds everything that was recorded here"
    )
    (laptop,) = run("device", "list", *pair.base, "--json").json
    assert (laptop["families"], laptop["last_bundle"], laptop["state"]) == (3, 1, "in_use")
    for store, lines in ((pair.base, (PASSPHRASE,)), (pair.laptop, pair.passphrase)):
        assert run("verify", *store, "--signatures", lines=lines).code == 0


def test_a_sync_as_json_is_what_the_readme_documents(run: Run, pair: Pair) -> None:
    pair.deliver(2)
    run("allocate", *pair.base, "--to", pair.name, "--count", "2")

    sent = run("sync", *pair.base, "--mailbox", str(pair.mailbox), "--json").json
    taken = run("sync", *pair.laptop, "--mailbox", str(pair.mailbox), "--json", lines=pair.passphrase).json

    assert list(sent) == documented("sync")
    assert (sent["sent"], sent["received"], sent["refused"]) == (1, 0, [])
    assert (taken["received"], taken["sent"], taken["mailbox"]) == (1, 1, str(pair.mailbox))
    assert taken["unsent"] > 0


def test_a_bundle_that_was_changed_is_told_and_nothing_of_it_kept(run: Run, pair: Pair) -> None:
    pair.deliver(1)
    run("allocate", *pair.base, "--to", pair.name, "--count", "1")
    run("sync", *pair.base, "--mailbox", str(pair.mailbox))
    (bundle,) = pair.mailbox.glob("*.bundle")
    content = bytearray(bundle.read_bytes())
    content[-1] ^= 1
    bundle.write_bytes(content)

    told = run("sync", *pair.laptop, "--mailbox", str(pair.mailbox), lines=pair.passphrase)

    assert told.code == 0
    forged = errors.BundleForgedError
    assert f"Refused       bundle 1 from base. {forged.message} {forged.hint}" in told.lines
    assert "Received      nothing" in told.lines
    run("sync", *pair.base)
    run("sync", *pair.base)
    assert run("sync", *pair.laptop, "--json", lines=pair.passphrase).json["new_acts"] > 0


def test_how_far_a_sync_is_shows_on_a_terminal_and_leaves_nothing_there(
    run: Run, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair.deliver(1)
    run("allocate", *pair.base, "--to", pair.name, "--count", "1")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)

    shown = run("sync", *pair.base, "--mailbox", str(pair.mailbox))

    assert shown.err == "\r\x1b[Ksending: 0 of 1\r\x1b[K"
    assert "sending" not in shown.out


def test_a_refused_bundle_is_told_in_json_too(run: Run, pair: Pair) -> None:
    run("sync", *pair.laptop, "--mailbox", str(pair.mailbox), lines=pair.passphrase)
    run("device", "revoke", *pair.base, "--name", pair.name, "--cause", "lost")

    (told,) = run("sync", *pair.base, "--mailbox", str(pair.mailbox), "--json").json["refused"]

    assert list(told) == ["bundle", "from", "message", "hint"]
    assert told["from"] == pair.device
    assert told["message"] == errors.SenderRevokedError.message


@pytest.mark.parametrize("which", ["base", "laptop"])
def test_without_a_mailbox_nothing_is_done(run: Run, pair: Pair, which: str) -> None:
    at, lines = (pair.base, (PASSPHRASE,)) if which == "base" else (pair.laptop, pair.passphrase)

    refused(run("sync", *at, lines=lines), errors.NoMailboxError)
    refused(run("sync", *at, "--mailbox", str(pair.mailbox / "no"), lines=lines), errors.MailboxMissingError)
    refused(run("sync", *at, lines=lines), errors.NoMailboxError)
    assert run("sync", *at, "--mailbox", str(pair.mailbox), lines=lines).code == 0
    pair.mailbox.rename(pair.mailbox.with_name("unplugged"))
    refused(run("sync", *at, lines=lines), errors.MailboxMissingError)


def test_a_mailbox_that_goes_away_in_the_middle_says_how_far_it_came(
    run: Run, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair.deliver(1)
    run("allocate", *pair.base, "--to", pair.name, "--count", "1")
    run("sync", *pair.base, "--mailbox", str(pair.mailbox))

    def gone(*_: object) -> None:
        raise errors.MailboxGoneError

    with monkeypatch.context() as patch:
        patch.setattr("store.exchange.mailbox.Mailbox.put", gone)
        ended = run("sync", *pair.laptop, "--mailbox", str(pair.mailbox), lines=pair.passphrase)

    assert ended.code == 1
    broke_off = "Broke off     Everything waiting had been taken in; 0 of 1 bundle had been left in the mailbox."
    assert ended.out.splitlines()[-1] == broke_off
    assert ended.err.splitlines() == [errors.MailboxGoneError.message, errors.MailboxGoneError.hint]
    assert run("device", "list", *pair.laptop, "--json", lines=pair.passphrase).json[0]["last_bundle"] == 1
    assert run("sync", *pair.laptop, "--json", lines=pair.passphrase).json["sent"] == 1


def test_a_day_goes_there_and_back_over_a_server_that_dies_in_between(
    run: Run, pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair.deliver(2)
    run("allocate", *pair.base, "--to", pair.name, "--count", "2")
    with running_sftp_server() as server:
        only_key(server.key, tmp_path, monkeypatch)
        mailbox, key = ("--mailbox", server.url()), server.shown("one")

        sent = run("sync", *pair.base, *mailbox).lines
        server.kill()
        refused(run("sync", *pair.laptop, *mailbox, lines=pair.passphrase), errors.MailboxUnreachableError)
        server.start()
        taken = run("sync", *pair.laptop, *mailbox, "--json", lines=pair.passphrase).json
        held = run("sync", *pair.base, "--json").json
        server.kill()
        server.start(host_key="other")
        refused(run("sync", *pair.base), errors.MailboxHostKeyError)

    assert f"Its server    shows the key with SHA-256 {key}" in sent
    assert (taken["received"], taken["sent"]) == (1, 1)
    assert held["new_acts"] > 0


def test_families_are_chosen_by_postcode_number_or_name(run: Run, pair: Pair) -> None:
    pair.deliver(6)
    give = ("allocate", *pair.base, "--to", pair.name)

    refused(run(*give, "--postcode", "CM11"), errors.NothingToGiveError)
    assert "is given 2 families." in run(*give, "--postcode", "cm1 9", "--count", "2").lines[0]
    first, last = "ECC-00001", "ECC-00006"
    assert run(*give, "--family", last, first).err.startswith("Family 2 of those named cannot be given")
    assert "is given 1 family." in run(*give, "--family", last, last).lines[0]
    refused(run(*give, "--family", "ECC-99999"), errors.FamilyUnknownError)
    assert "is given 3 families, as no more are free." in run(*give, "--count", "9").lines[0]
    refused(run(*give, "--count", "1"), errors.NothingToGiveError)
    refused(run("allocate", *pair.base, "--to", "Laptop Z", "--count", "1"), errors.UnknownDeviceError)


def test_nobody_is_named_in_what_an_exchange_prints(run: Run, pair: Pair) -> None:
    delivered = pair.deliver(3)

    printed = [
        run("allocate", *pair.base, "--to", pair.name, "--count", "3").out,
        run("sync", *pair.base, "--mailbox", str(pair.mailbox)).out,
        run("sync", *pair.laptop, "--mailbox", str(pair.mailbox), lines=pair.passphrase).out,
        run("device", "list", *pair.base).out,
        run("device", "list", *pair.laptop, "--json", lines=pair.passphrase).out,
    ]

    for family in delivered:
        for value in (family.family, family.council_reference, family.details.people[0].surname or "-"):
            assert all(value not in each for each in printed)


# -- devices


def test_the_list_of_devices_is_what_the_readme_documents(run: Run, pair: Pair) -> None:
    (laptop,) = run("device", "list", *pair.base, "--json").json
    (base,) = run("device", "list", *pair.laptop, "--json", lines=pair.passphrase).json

    assert list(laptop) == list(base) == documented("device list")
    assert (laptop["device"], laptop["role"], laptop["receipted"]) == (pair.device, "field", None)
    assert (base["name"], base["role"], base["receipted"]) == ("", "base", 0)
    assert run("device", "list", *pair.base).lines == [
        f"{pair.name}  {laptop['interviewer']}; 0 families; never heard; epoch 1; release unknown; in use"
    ]


def test_a_base_without_laptops_says_how_to_begin(run: Run, at: tuple[str, ...]) -> None:
    begin = "No laptop is enrolled here. Begin with `doorstep enrol ticket`."

    assert run("device", "list", *at).lines == [begin]


def test_a_laptop_lists_how_much_base_holds(run: Run, pair: Pair) -> None:
    pair.deliver(1)
    run("allocate", *pair.base, "--to", pair.name, "--count", "1")
    pair.sync_all(run, times=2)

    (line,) = run("device", "list", *pair.laptop, lines=pair.passphrase).lines

    assert re.fullmatch(
        r"base  last heard 2 Nov 2015 09:\d\d:\d\d \(bundle 2\); holds \d\d of this laptop's \d\d entries; epoch 1",
        line,
    )


def test_a_revoked_laptop_is_no_longer_believed_nor_told_anything(run: Run, pair: Pair) -> None:
    pair.deliver(2)
    revoke = ("device", "revoke", *pair.base, "--name", pair.name, "--cause", "stolen")

    assert run(*revoke).lines[0].startswith(f"{pair.name} is revoked (stolen): the 0 entries base holds of it stay")

    refused(run(*revoke), errors.DeviceRevokedError)
    refused(run("allocate", *pair.base, "--to", pair.name, "--count", "1"), errors.DeviceRevokedError)
    (laptop,) = run("device", "list", *pair.base, "--json").json
    assert laptop["state"] == "revoked"
    assert run("status", *pair.base, "--json").json["exchange"] == {
        "mailbox": None,
        "laptops": 0,
        "revoked": 1,
        "unsent": None,
    }


def test_a_family_is_stopped_by_phone(run: Run, pair: Pair) -> None:
    pair.deliver(2)
    run("allocate", *pair.base, "--to", pair.name, "--count", "2")
    pair.sync_all(run)
    ask = ("device", "stop-code", *pair.base, "--name", pair.name, "--family", "ECC-00002")

    lines = run(*ask).lines
    (code,) = [
        line.replace(" ", "") for line in lines if re.fullmatch(r" {4}(\S  \S  \S  \S)   -   (\S  \S  \S  \S)", line)
    ]
    half, other = code.lower().split("-")
    stopped = run("device", "stop", *pair.laptop, half, other, lines=pair.passphrase)

    assert stopped.lines == ["Family ECC-00002 is locked: do not visit, ring or write."]
    refused(run("device", "stop", *pair.laptop, "7K2Q", lines=pair.passphrase), errors.StopCodeFormError)
    refused(run("device", "stop", *pair.laptop, "0000-0000", lines=pair.passphrase), errors.StopCodeUnknownError)
    refused(run(*ask[:-1], "ECC-99999"), errors.FamilyUnknownError)
    pair.sync_all(run, times=2)
    kinds = [each["kind"] for each in run("trail", *pair.laptop, "--json", lines=pair.passphrase).json]
    assert "lock_code_entered" in kinds


def test_whoever_leaves_and_carries_a_laptop_sends_what_is_unsent_and_both_sides_say_so(run: Run, pair: Pair) -> None:
    (laptop,) = run("device", "list", *pair.base, "--json").json
    left = run("staff", "leave", *pair.base, "--name", laptop["interviewer"]).lines

    assert left[0] == f"{laptop['interviewer']} can no longer sign in at base."
    assert left[1].startswith(f"{pair.name}, with 0 families, hears it at its next sync")
    assert f"doorstep device revoke --name {pair.name} --cause retired" in left[2]


def test_a_laptop_goes_over_to_new_keys_at_its_next_sync(run: Run, pair: Pair) -> None:
    assert run("device", "renew-keys", *pair.base, "--name", pair.name).lines[0] == (
        f"{pair.name} goes over to new keys at its next sync, and destroys the old ones."
    )
    refused(run("device", "renew-keys", *pair.base, "--name", pair.name), errors.KeysOrderedError)

    pair.sync_all(run, 2)

    (laptop,) = run("device", "list", *pair.base, "--json").json
    assert laptop["epoch"] == 2


# -- who may


BASE_VERBS: list[tuple[str, ...]] = [
    ("enrol", "ticket", "--name", "L", "--staff", "I", "--to", "."),
    ("enrol", "accept", "--from", "."),
    ("allocate", "--to", "base", "--count", "1"),
    ("device", "revoke", "--name", "base", "--cause", "lost"),
    ("device", "renew-keys", "--name", "base"),
    ("device", "stop-code", "--name", "base", "--family", "ECC-00001"),
    ("recover", "succeed"),
]


@pytest.mark.parametrize("words", BASE_VERBS)
def test_what_base_does_is_refused_on_a_laptop(run: Run, pair: Pair, words: tuple[str, ...]) -> None:
    refused(run(*words, *pair.laptop, lines=(*pair.passphrase, SECOND_PASSPHRASE)), errors.NotBaseError)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (("device", "stop", "0000-0000"), errors.NotALaptopError),
        (("recover", "request"), errors.NotALaptopError),
        (("recover", "request", "--forgotten"), errors.RecoveryAtBaseError),
        (("recover", "succeed"), errors.NotFrozenError),
    ],
)
def test_what_a_laptop_does_is_refused_at_base(
    run: Run, pair: Pair, words: tuple[str, ...], kind: type[StoreError]
) -> None:
    refused(run(*words, *pair.base, lines=(PASSPHRASE, SECOND_PASSPHRASE)), kind)


# -- status


def test_status_tells_how_a_store_stands_with_the_others(run: Run, pair: Pair) -> None:
    run("sync", *pair.laptop, "--mailbox", str(pair.mailbox), lines=pair.passphrase)

    base = run("status", *pair.base, "--json").json["exchange"]
    laptop = run("status", *pair.laptop, "--json", lines=pair.passphrase).json["exchange"]

    assert base == {"mailbox": None, "laptops": 1, "revoked": 0, "unsent": None}
    assert (laptop["mailbox"], laptop["laptops"]) == (str(pair.mailbox), None)
    assert laptop["unsent"] > 0
    assert "Exchange      1 laptop; mailbox not named yet" in run("status", *pair.base).lines
    (line,) = [line for line in run("status", *pair.laptop, lines=pair.passphrase).lines if line.startswith("Exchange")]
    assert re.fullmatch(rf"Exchange +\d+ acts unsent; mailbox {re.escape(str(pair.mailbox))}", line)
