"""After everything was destroyed no name, address, reference or note is left in any byte (7.2f, 13.5, A11).

Every table of base and of the laptop is read under its live key, and every file of both folders and of the mailbox as
it lies there. What a person keeps elsewhere is out of a test's reach; it is said on each certificate.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from store.exchange.destroying import deciding, doing
from store.exchange.destroying.certifying import certify
from store.exchange.destroying.declaring import declare, in_the_way
from store.exchange.destroying.known import destruction_named
from store.exchange.eligibility import file as eligibility
from store.exchange.evidence import proof_of
from store.exchange.instructions import record_instruction
from store.ids import new_id
from store.keeping import acts
from store.keeping.acts.terms.destruction import Declaration
from store.keeping.acts.terms.exchange import InstructionMatter
from store.keeping.acts.terms.incidents import NoticeChannel, RequestKind
from store.keeping.attested import check_attested
from store.keeping.inspection import inspect
from store.keeping.kinds import acts_of
from store.keeping.proof import check_proof
from store.keeping.store import Store
from tests.exchange.destroying.test_doing import second
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange, everything_in
from tests.tui.test_extract_command import take

NOTE, ASKED, DRAFT, SAID = (
    "Zebu by the green gate",
    "Wants the zeppelin file gone",
    "thimblerig half typed",
    "Quillfeather",
)


def words_of(told: object) -> Iterator[str]:
    """Yield every text that is somebody's own in what a family was delivered with."""
    match told:
        case dict():
            for each in told.values():
                yield from words_of(each)
        case list():
            for each in told:
                yield from words_of(each)
        case str() if len(told) >= 5 and (" " in told or any(each.isupper() for each in told)):
            yield told
        case _:
            return


def canaries() -> set[str]:
    told = [json.loads(each.details.model_dump_json()) for each in DELIVERED]
    return {*words_of(told), *(each.council_reference for each in DELIVERED), NOTE, ASKED, DRAFT, SAID}


def request(family: str | None) -> acts.RequestReceived:
    return acts.RequestReceived(
        request=new_id(),
        request_kind=RequestKind.DELETION,
        family=family,  # type: ignore[arg-type]
        person=None,
        requester=SAID,
        requester_contact=None,
        text=ASKED,
        channel=NoticeChannel.LETTER,
        received_at_ms=1_446_455_100_000,
        received_by="0" * 32,  # type: ignore[arg-type]
        locks_family=False,
        sheet=None,
    )


def found_in(store: Store, words: set[str]) -> set[str]:
    said = everything_in(store)
    return {word for word in words if word in said}


def test_after_everything_was_destroyed_no_word_of_anybody_is_left_and_the_evidence_still_verifies(
    tmp_path: Path,
) -> None:
    exchange, words = Exchange(tmp_path), canaries()
    exchange.give(FAMILIES[:2])
    exchange.sync()
    exchange.laptop.correct(FAMILIES[0], NOTE)
    with exchange.laptop.open() as store:
        take(store, DELIVERED[1])
        store.notebook.keep_draft(FAMILIES[1], "attempt", DRAFT)
        store.record(request(FAMILIES[1]), request(None))
    exchange.sync()
    with exchange.at_base() as base:
        base.record(request(None))
        base.notebook.keep_draft(FAMILIES[3], "request", DRAFT)
        base.notebook.keep_original("5" * 32, SAID.encode())
        (eligibility.path_of(base)).write_bytes(SAID.encode())
        assert found_in(base, words) == words
        consents = list(acts_of(base, acts.ConsentRecorded))
        kept = proof_of(base, consents[0])
        heads = [base.checkpoint()]
        record_instruction(base, InstructionMatter.DESTROY, "J Smith", "7" * 64, "Destroy what is held at once.")
        order = deciding.decide(base, deciding.everything(base), second)
        doing.go_on(base)
    exchange.sync()
    exchange.sync()

    with exchange.at_base() as base:
        doing.go_on(base)
        assert found_in(base, words) == set()
        assert not eligibility.path_of(base).exists()
        inspect(base, signatures=True)
        certificate = certify(base, destruction_named(base, order))
        assert in_the_way(base, Declaration.ALL_COPIES) == []
        declaration = declare(base, Declaration.ALL_COPIES, second)
    with exchange.laptop.open() as store:
        assert found_in(store, words) == set()
        inspect(store, signatures=True)
    left = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert len(left) > 10
    for path, content in left.items():
        assert not [word for word in words if word.encode() in content], path
    for raw in (certificate, declaration):
        assert not [word for word in words if word.encode() in raw]
        check_attested(raw)
    assert check_proof(kept).body is not None
    assert heads
