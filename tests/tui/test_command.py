"""The command: every verb, its exit codes, its JSON, and what it says when it refuses.

The verbs run in this process, where that shows the same; a few run as a person starts them.
"""

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from store import errors
from store.agreement.loading import agreement_bytes
from store.errors import StoreError
from store.keeping.acts.terms.store import ErasureReason
from store.keeping.sidecar import SPARE
from store.keeping.store import Store
from tests.keeping.frozen import example
from tests.made import (
    ANCHOR,
    FOUNDED,
    PASSPHRASE,
    QUEUE,
    SECOND_PASSPHRASE,
    SUPERVISOR,
    families,
    inside,
    made_base,
    opened,
)
from tests.tui.running import ROOT, Ended, Run, documented, refused

PROOF = example.FOLDER / "proof.json"


@pytest.fixture
def at(tmp_path: Path) -> tuple[str, ...]:
    """The words that name the ordinary base and say where the passphrase comes from."""
    return "--store", str(made_base(tmp_path)), "--passphrase-stdin"


# -- init


INIT = ("init", "base", "--practice", "--no-keyring", "--name", "base", "--staff", SUPERVISOR, "--passphrase-stdin")


def test_init_makes_a_practice_base_that_opens(run: Run, tmp_path: Path) -> None:
    made = run(*INIT, "--store", str(tmp_path / "S"))

    assert made.lines == [
        f"Made the practice base `base` in {tmp_path}/S.",
        f"{SUPERVISOR} is its first supervisor and declares their training, which is recorded for one year.",
        "Add a second supervisor now (`doorstep staff add`): without one, a forgotten passphrase loses this base, and"
        " nobody at a laptop can be helped to a new one.",
        "It is protected by the passphrase alone: whoever has the folder and the passphrase has everything.",
    ]
    status = run("status", "--store", str(tmp_path / "S"), "--passphrase-stdin", "--json").json
    assert status["now"].startswith("2015-11-02T09:00")
    assert (status["practice"], status["keyring"], status["entries"]) == (True, None, FOUNDED + 1)


@pytest.mark.parametrize(
    ("as_if", "now"), [("2016-07-01", "2016-07-01T08:00"), ("2016-07-01T17:30", "2016-07-01T16:30")]
)
def test_a_training_clock_starts_on_the_day_that_is_given_at_nine_unless_told(
    run: Run, tmp_path: Path, as_if: str, now: str
) -> None:
    run(*INIT, "--store", str(tmp_path / "S"), "--as-if", as_if)

    status = run("status", "--store", str(tmp_path / "S"), "--passphrase-stdin", "--json").json

    assert status["now"].startswith(now)


def test_a_store_goes_where_the_environment_says_and_else_where_the_platform_keeps_data(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(*INIT).code == 0
    monkeypatch.setenv("DOORSTEP_STORE", str(tmp_path / "E"))
    assert run(*INIT).code == 0

    assert (tmp_path / "data" / "doorstep" / "store" / "sidecar").exists()
    assert (tmp_path / "E" / "sidecar").exists()
    assert run("status", "--passphrase-stdin", "--json").json["folder"] == str(tmp_path / "E")


@pytest.mark.parametrize(
    ("changed", "lines", "kind"),
    [
        (("--as-if", "yesterday"), (PASSPHRASE,), errors.DayFormError),
        (("--as-if", "9999-12-31"), (PASSPHRASE,), errors.TrainingYearError),
        (("--agreement", "nowhere.toml"), (PASSPHRASE,), errors.AgreementUnreadableError),
        (("--name", ""), (PASSPHRASE,), errors.LineFormError),
        ((), ("short",), errors.PassphraseWeakError),
        ((), (), errors.PassphraseEmptyError),
        ((), ("Lantern\torchard 58 kestrel",), errors.PassphraseCharacterError),
        ((), ("Lantern orchard 58 kestrel\udcff",), errors.PassphraseEncodingError),
        ((), ("x" * 5000,), errors.PassphraseTooLongError),
    ],
)
def test_init_refuses_and_makes_nothing(
    run: Run, tmp_path: Path, changed: tuple[str, ...], lines: tuple[str, ...], kind: type[StoreError]
) -> None:
    refused(run(*INIT, "--store", str(tmp_path / "S"), *changed, lines=lines), kind)

    assert list(tmp_path.iterdir()) == []


def test_init_leaves_a_store_alone_that_is_there(run: Run, at: tuple[str, ...]) -> None:
    refused(run(*INIT[:-1], *at), errors.StoreExistsError)

    assert run("verify", *at).code == 0


# -- status


def test_status_says_how_the_store_stands(run: Run, at: tuple[str, ...]) -> None:
    told = dict(re.split(r"\s{2,}", line, maxsplit=1) for line in run("status", *at).lines)

    assert told["Store"] == f"base (base), PRACTICE in {at[1]}"
    assert told["Time here"].startswith("2 Nov 2015 09:")
    assert told["Signed in"] == f"{SUPERVISOR}; 1 person can"
    assert told["Journal"] == "5 entries, epoch 1"
    assert told["Last act"].endswith(", signed_in")
    assert told["Takes acts"] == "yes"


def test_status_as_json_is_what_the_readme_documents(run: Run, at: tuple[str, ...]) -> None:
    told = run("status", *at, "--json").json

    assert list(told) == documented("status")
    assert list(told["last_act"]) == ["n", "kind", "at"]
    assert (told["name"], told["role"], told["signed_in"]) == ("base", "base", SUPERVISOR)
    assert told["last_act"]["n"] == told["entries"] - 1 == FOUNDED
    assert told["checkpoint"].splitlines()[1] == str(told["entries"])
    assert re.fullmatch("[0-9a-f]{64}", told["root"])


def test_status_of_a_store_put_back_to_before_somebody_came_tells_it_to_them(run: Run, at: tuple[str, ...]) -> None:
    folder = Path(at[1])
    before = (folder / "epoch-1.db").read_bytes()
    assert (
        run(
            "staff",
            "add",
            *at,
            "--name",
            "Supervisor Two",
            "--role",
            "supervisor",
            lines=(PASSPHRASE, SECOND_PASSPHRASE),
        ).code
        == 0
    )
    (folder / "epoch-1.db").write_bytes(before)

    ended = run("status", *at, "--json", lines=(SECOND_PASSPHRASE,))

    assert ended.code == 0
    assert json.loads(ended.out)["frozen"] == "rolled_back"
    assert "is frozen (an older copy of it was put back" in ended.err


def test_the_agreement_is_shown_without_a_store_and_without_a_passphrase(run: Run) -> None:
    shown = run("status", "--agreement", lines=()).lines
    told = run("status", "--agreement", "--json", lines=()).json

    assert "Agreement" in shown
    assert list(told[0]) == documented("status --agreement")[:2]
    assert list(told[0]["rows"][0]) == ["label", "value", "clause"]
    titles = [section["title"] for section in told]
    assert [line for line in shown if line and not line.startswith(" ")] == titles
    assert any("3.11" in row["value"] for section in told for row in section["rows"])  # a fault of the printed text


def test_the_agreement_of_a_store_is_the_one_it_was_founded_with(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_bytes(agreement_bytes() + b"\n# our copy\n")
    folder = made_base(tmp_path, agreement=other)

    ours = run("status", "--agreement", "--store", str(folder), "--passphrase-stdin").out

    assert ours != run("status", "--agreement", lines=()).out
    refused(run("status", "--agreement", "--store", str(tmp_path / "no"), lines=()), errors.StoreMissingError)


# -- trail


def test_the_trail_is_sentences_newest_first(run: Run, at: tuple[str, ...]) -> None:
    lines = run("trail", *at).lines

    assert len(lines) == FOUNDED + 1
    assert re.fullmatch(
        rf" {{5}}4  2 Nov 2015 09:\d\d:\d\d   {SUPERVISOR}: Somebody opened the store. \[9.1e, A3\]", lines[0]
    )
    assert lines[-1].startswith("     0  ")


def test_the_trail_as_json_is_what_the_readme_documents(run: Run, at: tuple[str, ...]) -> None:
    told = run("trail", *at, "--json").json

    assert [entry["n"] for entry in told] == [4, 3, 2, 1, 0]
    assert {tuple(entry) for entry in told} == {tuple(documented("trail"))}
    assert told[0]["kind"] == "signed_in"
    assert told[0]["clause"] == "9.1e, A3"
    assert told[0]["erased"] is False


def test_the_trail_as_of_a_day_holds_that_day_to_its_end(run: Run, at: tuple[str, ...]) -> None:
    assert run("practice-clock", *at, "--to", "2015-11-20").code == 0

    def told(when: str) -> list[str]:
        return [entry["kind"] for entry in run("trail", *at, "--json", "--as-of", when).json]

    assert told("2015-11-02")[:2] == ["practice_clock_moved", "signed_in"]
    assert told("2015-11-02T08:59") == []
    assert told("2015-11-19") == told("2015-11-02")
    assert told("2015-11-20T23:59")[0] == "signed_in"
    assert run("trail", *at, "--as-of", "2015-11-01").lines == ["Nothing had happened here by then."]
    refused(run("trail", *at, "--as-of", "then"), errors.DayFormError)


def test_the_trail_of_a_family_is_asked_for_by_the_councils_reference(run: Run, at: tuple[str, ...]) -> None:
    first, second = families(2)
    with opened(Path(at[1])) as store:
        store.record(first, second)

    view, line = run("trail", *at, "--family", second.council_reference).lines
    assert "Somebody was shown more of a family" in view
    assert "A council supplied one family." in line
    assert second.council_reference not in line

    with opened(Path(at[1])) as store:
        store.erase_for_ever([second.family], ErasureReason.RETENTION_ENDED, authority="7.2f")
    refused(run("trail", *at, "--family", second.council_reference), errors.FamilyUnknownError)
    assert sum("(body erased)" in line for line in run("trail", *at).lines) == 2  # it, and that it was looked at


def test_no_family_is_named_in_anything_that_is_printed(run: Run, at: tuple[str, ...]) -> None:
    delivered = families(5)
    with opened(Path(at[1])) as store:
        store.record(*delivered)

    printed = "".join(
        run(*words, *at).out for words in (("trail",), ("trail", "--json"), ("status",), ("status", "--json"))
    )

    for family in delivered:
        assert family.family not in printed
        assert family.council_reference not in printed
        assert (family.details.people[0].surname or "-") not in printed


# -- verify


def test_verify_says_in_one_line_what_it_proved(run: Run, at: tuple[str, ...]) -> None:
    (line,) = run("verify", *at).lines
    (signed,) = run("verify", *at, "--signatures").lines

    assert line.startswith("Proved: 4 entries, headers and bodies, tree, checkpoint ")
    assert "the anchor beside it; signatures not asked for." in line
    assert "every signature" in signed
    assert "Dates of this journal rest on this device's clock" in line


def test_verify_as_json_is_what_the_readme_documents(run: Run, at: tuple[str, ...]) -> None:
    told = run("verify", *at, "--json", "--signatures").json

    assert list(told) == documented("verify")
    assert (told["holds"], told["entries"], told["signatures"]) == (True, FOUNDED, FOUNDED)
    assert run("verify", *at, "--json").json["signatures"] is None


def test_verify_appends_nothing(run: Run, at: tuple[str, ...]) -> None:
    assert [run("verify", *at, "--json").json["entries"] for _ in range(2)] == [FOUNDED, FOUNDED]


def test_verify_names_the_first_entry_that_does_not_hold(run: Run, at: tuple[str, ...]) -> None:
    with inside(Path(at[1])) as connection:
        connection.execute(
            "UPDATE entry SET body = CAST(body || ' ' AS BLOB) WHERE id = (SELECT min(id) + 2 FROM entry)"
        )

    ended = run("verify", *at)

    refused(ended, errors.EntryDoesNotHoldError)
    assert ended.err.startswith("Entry 2 does not hold: its body was changed.")


def test_verify_checks_an_exported_proof_with_no_store_at_all(run: Run) -> None:
    told = run("verify", str(PROOF), "--json", lines=()).json
    lines = run("verify", str(PROOF), lines=()).lines

    assert list(told) == documented("verify FILE")
    assert (told["holds"], told["n"], told["entries"]) == (True, example.PROVED, example.SIZE)
    assert told["body"] == example.frozen("body.json").decode()
    assert told["cosigner"] == example.COSIGNER.name
    assert lines[0].startswith(f"Proved: entry {example.PROVED} (")
    assert "before 2 Nov 2015 19:00:00 by the clock of doorstep/" in lines[0]
    assert told["signer"] in lines[1]


def test_verify_says_when_a_proof_rests_on_a_devices_clock_alone(run: Run) -> None:
    told = run("verify", str(PROOF.with_name("proof_without_body.json")), "--json", lines=()).json
    lines = run("verify", str(PROOF.with_name("proof_without_body.json")), lines=()).lines

    assert (told["body"], told["cosigner"], told["cosigned_at"]) == (None, None, None)
    assert "a date that rests on the device's clock alone" in lines[0]


def test_verify_refuses_a_proof_that_was_changed_and_a_file_that_is_none(run: Run, tmp_path: Path) -> None:
    changed = tmp_path / "changed.json"
    changed.write_bytes(PROOF.read_bytes().replace(b"cosigner", b"cosignes"))
    huge = tmp_path / "huge.json"
    huge.write_bytes(b"[" * (5 << 20))

    refused(run("verify", str(changed), lines=()), errors.ProofFormError)
    refused(run("verify", str(huge), lines=()), errors.ProofTooLargeError)
    refused(run("verify", str(tmp_path / "no.json"), lines=()), errors.ProofFileError)
    refused(run("verify", str(tmp_path), lines=()), errors.ProofFileError)


# -- practice-clock


def test_the_practice_clock_is_moved_to_nine_on_a_day_or_to_an_instant(run: Run, at: tuple[str, ...]) -> None:
    assert run("practice-clock", *at, "--to", "2015-11-20").lines == [
        "The training clock stands at 20 Nov 2015 09:00:00."
    ]
    assert run("practice-clock", *at, "--to", "2015-11-20T10:30").lines[0].endswith("20 Nov 2015 10:30:00.")
    refused(run("practice-clock", *at, "--to", "2015-11-20"), errors.TrainingClockError)
    refused(run("practice-clock", *at, "--to", "9999-12-31"), errors.TrainingYearError)
    refused(run("practice-clock", *at, "--to", "soon"), errors.DayFormError)


# -- staff


def test_staff_are_added_listed_and_leave(run: Run, at: tuple[str, ...]) -> None:
    added = run("staff", "add", *at, "--name", "Zoë Two", "--role", "auditor", lines=(PASSPHRASE, SECOND_PASSPHRASE))
    assert added.lines[0] == "Zoë Two can sign in from now on."
    assert run("staff", "list", *at).lines == [
        f"{SUPERVISOR}  supervisor  trained until Tue 1 Nov 2016",
        "Zoë Two  auditor  trained until Tue 1 Nov 2016",
    ]
    assert run("status", *at, "--json", lines=(SECOND_PASSPHRASE,)).json["signed_in"] == "Zoë Two"
    assert run("staff", "leave", *at, "--name", "Zoë Two").lines == ["Zoë Two can no longer sign in."]
    assert run("staff", "list", *at).lines[1] == "Zoë Two  auditor  left Mon 2 Nov 2015"
    refused(run("status", *at, lines=(SECOND_PASSPHRASE,)), errors.WrongPassphraseError)


def test_the_register_as_json_is_what_the_readme_documents(run: Run, at: tuple[str, ...]) -> None:
    (person,) = run("staff", "list", *at, "--json").json

    assert sorted(person) == sorted(documented("staff list"))
    assert (person["name"], person["roles"], person["left_on"]) == (SUPERVISOR, ["supervisor"], None)


def test_a_passphrase_is_changed_by_its_owner(run: Run, at: tuple[str, ...]) -> None:
    changed = run("staff", "passphrase", *at, lines=(PASSPHRASE, SECOND_PASSPHRASE))

    assert changed.lines == ["Your new passphrase counts from now on."]
    refused(run("status", *at), errors.WrongPassphraseError)
    assert run("status", *at, lines=(SECOND_PASSPHRASE,)).code == 0


@pytest.mark.parametrize(
    ("words", "lines", "kind"),
    [
        (
            ("add", "--role", "auditor", "--name", SUPERVISOR),
            (PASSPHRASE, SECOND_PASSPHRASE),
            errors.StaffNameTakenError,
        ),
        (("add", "--role", "auditor", "--name", "Two"), (PASSPHRASE, PASSPHRASE), errors.PassphraseTakenError),
        (("add", "--role", "auditor", "--name", "Two"), (PASSPHRASE,), errors.PassphraseEmptyError),
        (("add", "--role", "auditor", "--name", "Two\udcff"), (PASSPHRASE, SECOND_PASSPHRASE), errors.LineFormError),
        (("leave", "--name", "Two"), (PASSPHRASE,), errors.StaffNameError),
        (("leave", "--name", SUPERVISOR), (PASSPHRASE,), errors.LastPersonError),
        (("passphrase",), (PASSPHRASE, "short"), errors.PassphraseWeakError),
    ],
)
def test_what_cannot_be_done_with_staff_is_refused(
    run: Run, at: tuple[str, ...], words: tuple[str, ...], lines: tuple[str, ...], kind: type[StoreError]
) -> None:
    refused(run("staff", words[0], *at, *words[1:], lines=lines), kind)


# -- coming in


def test_what_can_be_seen_from_outside_is_told_before_a_passphrase_is_asked_for(
    run: Run, tmp_path: Path, at: tuple[str, ...]
) -> None:
    refused(run("status", "--store", str(tmp_path / "no"), lines=()), errors.StoreMissingError)
    with opened(Path(at[1])):
        refused(run("status", *at, lines=()), errors.StoreInUseError)
    refused(run("status", *at[:2], lines=()), errors.PassphraseAskedError)


def test_wrong_passphrases_make_the_next_one_wait(run: Run, at: tuple[str, ...]) -> None:
    for _ in range(3):
        refused(run("status", *at, lines=("Lantern orchard 58 kestrels",)), errors.WrongPassphraseError)

    ended = run("status", *at)

    assert ended.code == 1
    assert re.fullmatch(f"{errors.PassphraseTooSoonError(1).message}\nTry again in 1 second.\n", ended.err)


def test_whoever_comes_in_is_told_what_is_wrong_beside_the_store(run: Run, at: tuple[str, ...]) -> None:
    folder = Path(at[1])
    (folder / SPARE).write_bytes(b"")
    (folder / QUEUE).write_bytes(b"nothing of ours\n")

    ended = run("status", *at)

    assert ended.code == 0
    assert "`queue.damaged.1`" in ended.err
    assert "`sidecar.spare`" in ended.err
    (folder / ANCHOR).unlink()
    assert "is frozen (nothing beside it says how far it was)" in run("status", *at).err


def test_a_name_with_an_escape_in_it_is_shown_and_not_obeyed(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "S\x1b[2J"
    shutil.copytree(made_base(tmp_path), folder)

    shown = run("status", "--store", str(folder), "--passphrase-stdin").out

    assert "\x1b" not in shown
    assert "S\ufffd[2J" in shown


# -- typed at a terminal


class Keyboard:
    """A terminal at which somebody types lines nobody sees."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *typed: str) -> None:
        self.typed = list(typed)
        self.asked: list[str] = []
        monkeypatch.setattr("getpass.getpass", self.type)

    def type(self, asking: str) -> str:
        self.asked.append(asking)
        if not self.typed:
            raise EOFError
        return self.typed.pop(0)


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def typed(run: Run, monkeypatch: pytest.MonkeyPatch, *words: str) -> Ended:
    with monkeypatch.context() as patch:
        patch.setattr("io.TextIOWrapper", Terminal)
        return run(*words, lines=())


def test_a_new_passphrase_is_typed_twice(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = (*INIT[:-1], "--store", str(tmp_path / "S"))

    Keyboard(monkeypatch, PASSPHRASE, SECOND_PASSPHRASE)
    refused(typed(run, monkeypatch, *words), errors.PassphrasesDifferError)
    assert not (tmp_path / "S").exists()

    keyboard = Keyboard(monkeypatch, PASSPHRASE, PASSPHRASE)
    assert typed(run, monkeypatch, *words).code == 0
    assert keyboard.asked == ["Passphrase: ", "The same again: "]


def test_a_passphrase_that_is_there_is_typed_once(
    run: Run, at: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    keyboard = Keyboard(monkeypatch, PASSPHRASE, SECOND_PASSPHRASE, SECOND_PASSPHRASE)

    ended = typed(run, monkeypatch, "staff", "add", *at[:2], "--name", "Supervisor Two", "--role", "supervisor")

    assert ended.code == 0
    assert keyboard.asked == ["Passphrase: ", "Passphrase of Supervisor Two: ", "The same again: "]


def test_giving_up_at_the_prompt_is_no_fault(run: Run, at: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    Keyboard(monkeypatch)

    refused(typed(run, monkeypatch, "status", *at[:2]), errors.PassphraseEmptyError)


def test_an_interrupt_ends_the_command_without_a_word(
    run: Run, at: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Store, "last_act", interrupt)
        assert run("status", *at) == Ended(1, "", "")
    assert run("status", *at).code == 0


# -- usage


@pytest.mark.parametrize(
    "words",
    [
        ("--store",),
        ("dance",),
        ("status", "--loudly"),
        ("init",),
        ("init", "base"),
        ("init", "field"),
        ("enrol",),
        ("enrol", "ticket", "--name", "Laptop A", "--staff", "Interviewer One"),
        ("enrol", "accept"),
        ("allocate",),
        ("allocate", "--to", "Laptop A"),
        ("allocate", "--to", "Laptop A", "--count", "0"),
        ("allocate", "--to", "Laptop A", "--count", "3", "--family", "ECC-00001"),
        ("sync", "--country", "FR"),
        ("witness", "--name", "DCLG audit"),
        ("witness", "--mailbox", "mail"),
        ("sync", "--mailbox", "mail", "--country", "US"),
        ("device",),
        ("device", "revoke", "--name", "Laptop A", "--cause", "boredom"),
        ("device", "stop"),
        ("recover",),
        ("recover", "answer", "--to", "."),
        ("recover", "apply"),
        ("staff",),
        ("staff", "add"),
        ("staff", "add", "--name", "Two"),
        ("staff", "add", "--name", "Two", "--role", "king"),
        ("practice-clock",),
        ("demo", "exchange", "--families", "1"),
        ("demo", "exchange", "--families", "10001"),
        ("demo", "exchange", "--families", "many"),
        ("init", "base", "--name", "b", "--staff", "s", "--as-if", "2015-11-02"),
    ],
)
def test_words_that_make_no_command_are_usage(run: Run, words: tuple[str, ...]) -> None:
    ended = run(*words, lines=())

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("usage: doorstep")
    assert "_count" not in ended.err


def test_without_a_verb_it_is_the_app_which_needs_a_terminal(run: Run) -> None:
    ended = run(lines=())

    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("There is no terminal")


def test_a_training_day_without_practice_does_not_make_a_real_store(run: Run, tmp_path: Path) -> None:
    words = ("init", "base", "--name", "b", "--staff", "s", "--as-if", "2015-11-02", "--store", str(tmp_path / "S"))

    ended = run(*words, lines=())

    assert "--as-if needs --practice" in ended.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "verb",
    [
        (),
        *((verb,) for verb in ("init", "enrol", "intake", "intake-key", "allocate", "sync", "device", "recover")),
        *((verb,) for verb in ("status", "trail", "verify", "staff", "demo")),
    ],
)
def test_help_is_shown_when_asked_for(run: Run, verb: tuple[str, ...]) -> None:
    ended = run(*verb, "--help", lines=())

    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("usage: doorstep")


# -- demo


def test_the_demo_plays_an_exchange_through_and_leaves_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    lines = run("demo", "exchange", "--families", "3", lines=()).lines

    told = "\n".join(lines)
    assert PASSPHRASE in lines[1]
    assert sum(bool(re.search(r"shows: (\w+ ?){6}$", line)) for line in lines) == 2
    assert [line for line in lines if "(1 bundle brought none)" in line] != []
    assert len(re.findall(r"proved: \d+ entries and every signature", told)) == 4
    assert re.search(r"Laptop A  proved: \d+ entries, [1-9]\d* of them erased and each told, and every", told)
    assert "went over to a new key: epoch 2" in told
    assert "seals to the key of epoch 2" in told
    assert "an older copy of it was put back. It takes no new acts now." in told
    assert "Laptop B  goes on in branch 1" in told
    assert "one laptop went on twice" in told
    assert len(lines) <= 70
    assert list(tmp_path.iterdir()) == []


# -- as a person starts it


def doorstep(*words: str, typed: str = "", **environment: str) -> Ended:
    ended = subprocess.run(
        [sys.executable, "-m", "tui.__main__", *words],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, **environment},
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def test_a_store_is_made_and_looked_at_as_the_readme_says(tmp_path: Path) -> None:
    """With the cost that this machine's own measuring chooses."""
    at = ("--store", str(tmp_path / "S"), "--passphrase-stdin")

    made = doorstep(*INIT[:-1], *at, typed=f"{PASSPHRASE}\n")
    proved = doorstep("verify", "--signatures", *at, typed=f"{PASSPHRASE}\n")

    assert (made.code, made.err) == (0, "")
    assert (proved.code, proved.err) == (0, "")
    assert proved.out.startswith("Proved: 4 entries,")


def test_whoever_stops_reading_gets_no_complaint(at: tuple[str, ...]) -> None:
    words = [sys.executable, "-m", "tui.__main__", "trail", *at]
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(words, stdin=-1, stdout=-1, stderr=-1, cwd=ROOT, env=buffered) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.close()
        child.stdin.write(f"{PASSPHRASE}\n".encode())
        child.stdin.close()
        complaint = child.stderr.read()

    assert (child.returncode, complaint) == (1, b"")


def test_no_secret_is_in_the_words_of_a_running_command_nor_taken_from_them(at: tuple[str, ...]) -> None:
    ended = doorstep("status", *at[:2], "--passphrase", PASSPHRASE)

    assert ended.code == 2


@pytest.mark.parametrize("verb", ["status", "trail", "contacts"])
def test_a_verb_that_only_reads_waits_for_no_declaration_of_tables(verb: str, at: tuple[str, ...]) -> None:
    code = f"import sys; from tui.command import main; main({[verb, *at]!r}); print('sqlmodel' in sys.modules)"

    ended = subprocess.run(
        [sys.executable, "-c", code], input=f"{PASSPHRASE}\n", cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert ended.stdout.splitlines()[-1] == "False"
