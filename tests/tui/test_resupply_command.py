"""`doorstep extract resupply`: what is printed, and that a passphrase file goes with a zip alone (7.2e, 8.3)."""

from pathlib import Path

import pytest

from store import errors
from store.exchange.containers import open_container
from tests.exchange.test_containers import OWN
from tests.exchange.wave_two.delivered import COUNCIL, deliver
from tests.made import made_base, opened
from tests.tui.running import Run, refused

LONG = "Meadow 44 barometer pencil sail"


@pytest.fixture
def base(tmp_path: Path) -> tuple[str, ...]:
    folder = made_base(tmp_path)
    with opened(folder) as store:
        deliver(store)
    return ("--store", str(folder), "--passphrase-stdin")


def test_a_council_without_a_key_gets_a_zip_and_is_told_the_rest_by_another_road(
    base: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    words = tmp_path / "words"
    words.write_text(LONG, "utf-8")
    about = ("--organisation", COUNCIL, "--kind", "council", "--purpose", "resupply")
    assert run("recipient", "add", *base, "--name", "Essex team", *about).code == 0
    extract = ("extract", "resupply", *base, "--council", COUNCIL, "--for", "Essex team", "--to", str(tmp_path / "b"))

    refused(run(*extract), errors.RecipientKeyMissingError)
    assert run(*extract, "--file-passphrase-file", str(words)).code == 2
    said = run(*extract, "--zip", "--file-passphrase-file", str(words)).lines

    assert said[0].startswith("11 families of Essex written to ")
    assert said[1].startswith("1 row with no id left out")
    assert "No instruction of the department is recorded" in " ".join(said)
    assert (tmp_path / "b").read_bytes().startswith(b"PK")
    trail = run("trail", *base).out
    assert "Apple" not in trail


def test_a_council_with_an_openpgp_key_gets_a_message_to_it(base: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(OWN.certificate(COUNCIL))
    about = ("--organisation", COUNCIL, "--kind", "council", "--purpose", "resupply")
    added = run("recipient", "add", *base, "--name", "team", *about, "--openpgp-key", str(tmp_path / "key"))
    extract = ("extract", "resupply", *base, "--council", COUNCIL, "--for", "team", "--to", str(tmp_path / "b"))

    ended = run(*extract, "--openpgp")

    assert OWN.fingerprint.upper() in added.out.replace(" ", "")
    assert OWN.fingerprint.upper() in run("recipient", "list", *base).out.replace(" ", "").replace("\n", "")
    assert "an OpenPGP message to team." in " ".join(ended.out.split())
    assert open_container((tmp_path / "b").read_bytes(), None, OWN).content.count(b"\r\n") == 1 + 11
    refused(
        run("recipient", "add", *base, "--name", "two", *about, "--openpgp-key", str(tmp_path / "b")),
        errors.OpenpgpCertificateError,
    )
