"""A consent proof holds in a process that has no store, and with one character changed it does not (A12)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import ConsentProofError, ProofError, ProofTooLargeError, StoreError
from store.fieldwork.consents.proof import (
    PROOF_BYTES,
    Part,
    check_consent_proof,
    is_consent_proof,
    write_consent_proof,
)
from tests.fieldwork.consents.made_proofs import CODE, made_proof


def test_a_proof_says_what_was_asked_as_it_was_displayed_and_what_was_answered() -> None:
    code, proven = check_consent_proof(made_proof())

    assert code == CODE
    assert [each.record.purpose for each in proven] == ["parental-permission", "young-persons-assent"]
    assert proven[0].shown_text is not None
    assert "Zoë" in proven[0].shown_text
    assert proven[0].agreed_text is not None
    assert "«young person»" in proven[0].agreed_text


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_with_any_one_character_changed_it_does_not_hold(data: st.DataObject) -> None:
    proof = made_proof().decode()
    place = data.draw(st.integers(0, len(proof) - 1))
    other = data.draw(st.characters(codec="utf-8", exclude_characters=proof[place]))

    with pytest.raises((ConsentProofError, ProofError)):
        check_consent_proof((proof[:place] + other + proof[place + 1 :]).encode())


@pytest.mark.parametrize("text", ["agreed_text", "shown_text"])
def test_another_text_than_the_one_that_was_read_is_refused(text: str) -> None:
    _, proven = check_consent_proof(made_proof())
    part = Part(made_proof(proof_alone=True), proven[0].agreed_text, proven[0].shown_text)
    changed = {"agreed_text": part.agreed_text, "shown_text": part.shown_text, text: "Something else?"}

    with pytest.raises(ConsentProofError, match="agreed" if text == "agreed_text" else "displayed"):
        write_consent_proof(CODE, [Part(part.proof, changed["agreed_text"], changed["shown_text"])])


def test_records_of_another_receipt_code_are_refused() -> None:
    with pytest.raises(ConsentProofError, match="another receipt code"):
        write_consent_proof("00000-00000", [Part(made_proof(proof_alone=True), None, None)])


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b'{"doorstep":"consent-proof/1"}', b'{"doorstep":"consent-proof/2","receipt_code":"x","records":[]}'],
)
def test_what_is_no_proof_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(ConsentProofError) as refused:
        check_consent_proof(data)

    assert refused.value.hint


def test_the_same_spelt_in_another_way_is_refused() -> None:
    told = json.loads(made_proof())

    for spelling in (
        json.dumps(told),
        json.dumps(told, separators=(",", ":")),
        json.dumps({name: told[name] for name in reversed(told)}, ensure_ascii=False, separators=(",", ":")),
        made_proof().decode() + "\n",
    ):
        with pytest.raises(ConsentProofError):
            check_consent_proof(spelling.encode())


def test_a_file_that_is_too_large_is_not_read() -> None:
    with pytest.raises(ProofTooLargeError):
        check_consent_proof(b" " * (PROOF_BYTES + 1))


def test_a_proof_says_itself_which_check_it_is_for() -> None:
    assert is_consent_proof(made_proof())
    assert not is_consent_proof(made_proof(proof_alone=True))


def test_a_process_without_a_store_proves_it(tmp_path: Path) -> None:
    path = tmp_path / "proof.doorstep"
    path.write_bytes(made_proof())
    words = [sys.executable, "-m", "tui", "verify", str(path), "--store", str(tmp_path / "nowhere")]

    holds = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    path.write_bytes(made_proof().replace(b"given", b"giVen", 1).replace(b"Zo", b"Za", 1))
    broken = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)

    assert (holds.returncode, holds.stderr) == (0, "")
    assert CODE in holds.stdout
    assert "parental-permission: given" in holds.stdout
    assert (broken.returncode, broken.stdout) == (1, "")
    assert len(broken.stderr.splitlines()) == 2


def test_a_refusal_of_a_proof_is_one_of_the_stores() -> None:
    assert issubclass(ConsentProofError, StoreError)
