"""Base takes in what a laptop sent: all of it or nothing, and only what continues what is held."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from store import errors
from store.exchange.revocation import revoke
from store.ids import NOBODY, DeviceId, JournalId, StaffId, new_id
from store.keeping import acts
from store.keeping.acts.terms.devices import RevocationCause
from store.keeping.acts.terms.exchange import OrderEnd
from store.keeping.acts.terms.store import FreezeCause
from store.keeping.inspection import inspect
from store.keeping.taking import FIRST_TWIN
from store.keeping.tree import hash_leaf
from store.keeping.vault import Seeds
from tests.exchange.forging import STRANGER, Author, kinds_since, replay_changes_nothing, told_since
from tests.exchange.met import DELIVERED, Met, is_refused_up, meeting
from tests.keeping.test_acts import sample

FAMILY = DELIVERED[0].family
SOMETHING = sample(acts.TracingRecorded).model_copy(update={"family": FAMILY})
CONSENT = sample(acts.ConsentRecorded).model_copy(update={"family": FAMILY})
WISH = sample(acts.ContactWishRecorded).model_copy(update={"family": FAMILY})
EXECUTED = acts.OrderExecuted(order=new_id(), end=OrderEnd.DONE, families=(FAMILY,), reason=None)
ANSWER = "a5" * 32
OTHER = JournalId("0e" * 16)


@pytest.fixture
def met(tmp_path: Path) -> Iterator[Met]:
    with meeting(tmp_path) as met:
        yield met


@pytest.fixture
def author(met: Met) -> Author:
    """The laptop's forger, at what base holds of it: whatever is written next, base does not hold."""
    author = Author(met.laptop)
    del author.entries[met.at_base().their_size :]
    return author


def held(met: Met) -> int:
    return met.at_base().their_size


# -- what is let in --------------------------------------------------------------------------------------------------


def test_what_continues_is_kept_with_the_note_and_told_of(met: Met, author: Author) -> None:
    first, size = held(met), met.base.journal.size
    author.write(SOMETHING)
    author.write(CONSENT)

    taken = met.take_up(author.up(author.run(first), unsent_count=7), author)

    assert (taken.new_count, taken.forked_count) == (2, 0)
    (received,) = told_since(met.base, size)
    assert isinstance(received, acts.BundleReceived)
    assert [(each.first, each.count, each.branch) for each in received.entries] == [(first, 2, 0)]
    assert (received.checkpoint_size, received.checkpoint_root) == (first + 2, author.head().root.hex())
    assert (met.at_base().their_size, met.at_base().unsent_count, met.at_base().number_in) == (first + 2, 7, 1_000)
    assert met.base.journal_of(author.journal, 0).head() == author.head()  # type: ignore[union-attr]  # it is there
    inspect(met.base, signatures=True)
    replay_changes_nothing(met.base)


def test_what_is_held_already_is_passed_over_and_what_is_new_is_kept(met: Met, author: Author) -> None:
    author.write(SOMETHING)

    assert met.take_up(author.up(author.run(0)), author).new_count == 1
    assert met.take_up(author.up(author.run(0)), author, 1_001).new_count == 0


def test_a_bundle_overtaken_by_a_later_one_brings_nothing_and_takes_nothing_back(met: Met, author: Author) -> None:
    late = author.up(author.run(2, size=5), unsent_count=90)
    author.write(SOMETHING)
    met.take_up(author.up(author.run(2)), author, 1_001)
    known = met.at_base()

    taken = met.take_up(late, author, 1_000)

    assert taken.new_count == 0
    assert met.at_base() == known
    inspect(met.base)


def test_the_same_number_with_other_contents_is_taken_for_what_it_says(met: Met, author: Author) -> None:
    met.take_up(author.up(author.run(held(met))), author)
    author.write(SOMETHING)

    assert met.take_up(author.up(author.run(0)), author).new_count == 1
    replay_changes_nothing(met.base)


# -- an entry that does not hold -------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [{"n": 0}, {"n": 99}, {"branch": 1}, {"journal": OTHER}], ids=str)
def test_an_entry_stands_in_its_own_place(met: Met, author: Author, wrong: dict[str, Any]) -> None:
    first = held(met)
    author.entries.append(author.entry(SOMETHING, **{"n": first, **wrong}))

    is_refused_up(met, author, author.up(author.run(first)), errors.BundleEntryError)


def test_an_entry_has_its_own_body(met: Met, author: Author) -> None:
    first = held(met)
    author.write(SOMETHING)
    other = author.entry(CONSENT, first)
    author.entries[first] = author.entries[first]._replace(body=other.body)

    is_refused_up(met, author, author.up(author.run(first)), errors.BundleEntryError)


def test_an_entry_has_the_salt_it_was_made_with(met: Met, author: Author) -> None:
    first = held(met)
    author.write(SOMETHING)
    author.entries[first] = author.entries[first]._replace(salt=b"\0" * 16)

    is_refused_up(met, author, author.up(author.run(first)), errors.BundleEntryError)


def test_a_header_is_one(met: Met, author: Author) -> None:
    first = held(met)
    entry = author.write(SOMETHING)
    author.entries[first] = entry._replace(header=b"\x07" + entry.header[1:])

    is_refused_up(met, author, author.up(author.run(first)), errors.BundleEntryError)


def test_a_body_is_as_its_kind_writes_it(met: Met, author: Author) -> None:
    first = held(met)
    author.write(SOMETHING, body=b'{"family":"a family"}')

    is_refused_up(met, author, author.up(author.run(first)), errors.BundleEntryError)


@pytest.mark.parametrize("later", [{"kind": "yet_unheard_of"}, {"version": 200}], ids=str)
def test_what_a_later_release_wrote_waits_for_it(met: Met, author: Author, later: dict[str, Any]) -> None:
    first = held(met)
    author.write(SOMETHING, **later)

    is_refused_up(met, author, author.up(author.run(first)), errors.BundleTooNewError)


def test_an_erased_entry_is_kept_without_its_body(met: Met, author: Author) -> None:
    first = held(met)
    author.write(SOMETHING)
    author.entries[first] = author.entries[first]._replace(salt=None, body=None)

    assert met.take_up(author.up(author.run(first)), author).new_count == 1
    assert met.base.journal_of(author.journal, 0).entry(first).body is None  # type: ignore[union-attr]  # it is there


# -- a run that does not hold ----------------------------------------------------------------------------------------


def test_nothing_may_be_missing_before_the_first_entry(met: Met, author: Author) -> None:
    author.write(SOMETHING)
    author.write(SOMETHING)

    is_refused_up(met, author, author.up(author.run(held(met) + 1)), errors.BundleGapError)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"says": {"size": 19}}, errors.BundleContradictsError),
        ({"says": {"size": 21}}, errors.BundleContradictsError),
        ({"says": {"journal": OTHER}}, errors.BundleContradictsError),
        ({"says": {"branch": 1}}, errors.BundleContradictsError),
        ({"by": STRANGER}, errors.CheckpointNotSignedError),
    ],
    ids=("shorter", "longer", "other journal", "other branch", "other device"),
)
def test_the_note_is_of_this_run_and_by_this_device(
    met: Met, author: Author, changed: dict[str, Any], refusal: type[errors.StoreError]
) -> None:
    first = held(met)
    author.write(SOMETHING)
    assert first == 19

    is_refused_up(met, author, author.up(author.run(first, checkpoint=author.note(**changed))), refusal)


def test_an_unsigned_note_is_none(met: Met, author: Author) -> None:
    first = held(met)
    author.write(SOMETHING)
    text, gap, _ = author.note().rpartition(b"\n\n")

    is_refused_up(met, author, author.up(author.run(first, checkpoint=text + gap)), errors.CheckpointFormError)


def test_a_note_that_was_changed_since_it_was_signed_is_refused(met: Met, author: Author) -> None:
    first = held(met)
    before = author.note()
    author.write(SOMETHING)
    _, gap, lines = author.note().rpartition(b"\n\n")
    changed = before.rpartition(b"\n\n")[0] + gap + lines

    is_refused_up(met, author, author.up(author.run(first, checkpoint=changed)), errors.CheckpointForgedError)


def test_a_root_that_the_entries_do_not_make_up_is_refused(met: Met, author: Author) -> None:
    first = held(met)
    author.write(SOMETHING)
    note = author.note(says={"root": b"\x07" * 32})

    is_refused_up(met, author, author.up(author.run(first, checkpoint=note)), errors.BundleForkedError)
    is_refused_up(met, author, author.up(author.run(0, checkpoint=note)), errors.BundleContradictsError)


def test_a_head_below_what_is_held_has_the_root_it_had(met: Met, author: Author) -> None:
    note = author.note(5, says={"root": b"\x07" * 32})

    is_refused_up(met, author, author.up(author.run(0, size=5, checkpoint=note)), errors.BundleForkedError)
    is_refused_up(met, author, author.up(author.run(5, size=5, checkpoint=note)), errors.BundleForkedError)


def test_a_bundle_without_any_run_is_refused(met: Met, author: Author) -> None:
    is_refused_up(met, author, replace(author.up(), runs=()), errors.BundleContradictsError)


def test_a_branch_stands_in_a_bundle_once_and_in_order(met: Met, author: Author) -> None:
    first = held(met)
    _lifted(met, author)
    author.write(SOMETHING)
    _opened(author)
    whole = author.run(first)

    is_refused_up(met, author, author.up(whole, whole), errors.BundleContradictsError)
    is_refused_up(met, author, author.up(author.run(branch=1), whole), errors.BundleContradictsError)


def test_a_laptop_does_not_number_twins(met: Met, author: Author) -> None:
    author.write(SOMETHING, FIRST_TWIN)

    is_refused_up(met, author, author.up(author.run(0, FIRST_TWIN)), errors.BundleContradictsError)


# -- two copies of one laptop ----------------------------------------------------------------------------------------


def test_a_contradiction_is_kept_as_a_twin_with_the_evidence_and_an_incident(met: Met, author: Author) -> None:
    forked, size = _forked(author, held(met) - 2), met.base.journal.size
    forked.write(SOMETHING)

    taken = met.take_up(forked.up(forked.run(0)), forked)

    assert (taken.new_count, taken.forked_count) == (3, 1)
    begun = ["incident_raised", "clock_started", "clock_started"]
    assert kinds_since(met.base, size) == [*begun, "fork_found", "bundle_received"]
    found = next(each for each in told_since(met.base, size) if isinstance(each, acts.ForkFound))
    assert (found.index, found.branch) == (held(met) - 3, 0)
    assert met.base.journal_of(author.journal, FIRST_TWIN) is not None
    assert _size(met, author, 0) == len(author.entries)
    inspect(met.base)
    replay_changes_nothing(met.base)


def test_a_twin_grows_and_another_one_is_another_twin(met: Met, author: Author) -> None:
    one, other = _forked(author, held(met) - 2), _forked(author, held(met) - 2)
    met.take_up(one.up(one.run(0)), one)
    one.write(SOMETHING)

    grown = met.take_up(one.up(one.run(0)), one, 1_001)
    again = met.take_up(one.up(one.run(0)), one, 1_002)
    third = met.take_up(other.up(other.run(0)), other, 1_003)

    assert [(each.new_count, each.forked_count) for each in (grown, again, third)] == [(1, 0), (0, 0), (2, 1)]
    assert met.base.journal_of(author.journal, FIRST_TWIN + 1) is not None
    inspect(met.base)
    replay_changes_nothing(met.base)


def test_what_two_copies_wrote_alike_is_held_once(met: Met, author: Author) -> None:
    """A copy was put back, wrote, was copied, and that one was put back: the two of them part after what they share."""
    branch = author.double()
    branch.write(SOMETHING)
    met.take_up(branch.up(branch.run(0)), branch)
    one, fork = author, len(author.entries)
    for _ in range(3):
        one.write(CONSENT)
    other = one.double()
    third = one.double()
    del third.entries[fork + 1 :]
    for each in (one, other, third):
        each.write(WISH)
    size = met.base.journal.size

    taken = [met.take_up(each.up(each.run(0)), each, n) for n, each in enumerate((one, other, third), 1_001)]
    for each in (one, other, third):
        each.write(SOMETHING)
    grown = [met.take_up(each.up(each.run(0)), each, n) for n, each in enumerate((third, other, one), 1_004)]
    late = [met.take_up(each.up(each.run(0, size=fork + 2)), each, n) for n, each in enumerate((one, other), 1_007)]

    assert [(each.new_count, each.forked_count) for each in taken] == [(4, 1), (1, 1), (1, 1)]
    assert [(each.new_count, each.forked_count) for each in grown] == [(1, 0)] * 3
    assert [(each.new_count, each.forked_count) for each in late] == [(0, 0)] * 2
    found = [each for each in told_since(met.base, size) if isinstance(each, acts.ForkFound)]
    assert [(each.branch, each.index) for each in found] == [(0, fork), (FIRST_TWIN, fork + 3), (FIRST_TWIN, fork + 1)]
    for fork_found, here, there in zip(found, (branch, one, one), (one, other, third), strict=True):
        at = fork_found.index
        assert fork_found.first_leaf == hash_leaf(here.entries[at].header).hex()
        assert fork_found.second_leaf == hash_leaf(there.entries[at].header).hex()
        assert _size_noted(met, fork_found.first_note_digest) > at
        assert _size_noted(met, fork_found.second_note_digest) > at
    inspect(met.base, signatures=True)
    replay_changes_nothing(met.base)


def test_a_key_may_be_renewed_where_two_copies_part(met: Met, author: Author) -> None:
    """What stands before it is looked for where it is held."""
    branch, new = author.double(), Seeds.fresh()
    for _ in range(4):
        branch.write(SOMETHING)
    met.take_up(branch.up(branch.run(0)), branch)
    _recovery_answered(met, author.device)
    author.write(_recovered(author), staff=NOBODY, by=author.key)
    other = author.double()
    author.write(SOMETHING)
    met.take_up(author.up(author.run(0)), author, 1_001)
    other.write(_renewed(other.staff, new), staff=NOBODY, by=other.key)

    assert met.take_up(other.up(other.run(0)), other, 1_002).new_count == 1


def test_two_branches_that_fork_at_once_are_two_twins(met: Met, author: Author) -> None:
    _lifted(met, author)
    _opened(author)
    author.write(SOMETHING, 1)
    met.take_up(author.up(author.run(0), author.run(branch=1)), author)
    forked = _forked(author, held(met) - 2)
    forked.trees[0][2:] = [forked.entry(SOMETHING, n) for n in range(2, len(forked.entries))]
    forked.trees[1][1] = forked.entry(SOMETHING, 1, 1)

    taken = met.take_up(forked.up(forked.run(0), forked.run(branch=1)), forked, 1_001)

    assert taken.forked_count == 2
    inspect(met.base)
    replay_changes_nothing(met.base)


def test_a_contradiction_further_back_than_the_bundle_shows_is_refused_as_a_fork(met: Met, author: Author) -> None:
    forked = _forked(author, held(met) - 2)
    forked.write(SOMETHING)

    is_refused_up(met, forked, forked.up(forked.run(held(met))), errors.BundleForkedError)


def test_the_other_side_of_a_fork_is_what_its_device_signed(met: Met, author: Author) -> None:
    forked = _forked(author, held(met) - 2)
    note = forked.note(says={"root": b"\x07" * 32})

    is_refused_up(met, forked, forked.up(forked.run(0, checkpoint=note)), errors.BundleContradictsError)


# -- branches --------------------------------------------------------------------------------------------------------


def test_a_branch_that_base_answered_for_is_kept_after_its_parents_end(met: Met, author: Author) -> None:
    _lifted(met, author)
    first = held(met)
    author.write(SOMETHING)
    _opened(author)
    author.write(SOMETHING, 1)

    taken = met.take_up(author.up(author.run(first), author.run(branch=1)), author)

    assert (taken.new_count, met.at_base().branch) == (3, 1)
    author.write(SOMETHING, 1)
    assert met.take_up(author.up(author.run(2, branch=1)), author, 1_001).new_count == 1
    inspect(met.base)
    replay_changes_nothing(met.base)


def test_a_branch_needs_an_answer_of_this_base(met: Met, author: Author) -> None:
    _opened(author)

    is_refused_up(met, author, author.up(author.run(), author.run(branch=1)), errors.BundleForkedError)


def test_a_branch_needs_the_answer_to_its_own_laptop(met: Met, author: Author) -> None:
    """Somebody else's answer may lie in the same folder."""
    _lifted(met, author, journal=OTHER)
    for journal in (author.journal, OTHER):
        author.trees.pop(1, None)
        _opened(author, journal=journal)

        is_refused_up(
            met,
            author,
            author.up(author.run(), author.run(branch=1)),
            errors.BundleEntryError if journal == OTHER else errors.BundleForkedError,
        )


def test_a_branch_begins_by_saying_what_it_continues(met: Met, author: Author) -> None:
    _lifted(met, author)
    author.write(SOMETHING, 1)

    is_refused_up(met, author, author.up(author.run(), author.run(branch=1)), errors.BundleForkedError)


def test_a_branch_without_any_entry_is_none(met: Met, author: Author) -> None:
    _lifted(met, author)
    author.trees[1] = []

    is_refused_up(met, author, author.up(author.run(), author.run(branch=1)), errors.BundleForkedError)


@pytest.mark.parametrize("wrong", [{"parent_branch": 2}, {"parent_size": 3}, {"parent_root": "07" * 32}], ids=str)
def test_a_branch_comes_with_the_end_of_its_parent(met: Met, author: Author, wrong: dict[str, Any]) -> None:
    _lifted(met, author)
    _opened(author, **wrong)

    is_refused_up(met, author, author.up(author.run(), author.run(branch=1)), errors.BundleForkedError)


def test_a_branch_without_its_parent_is_refused(met: Met, author: Author) -> None:
    _lifted(met, author)
    author.write(SOMETHING)
    _opened(author)

    is_refused_up(met, author, author.up(author.run(branch=1)), errors.BundleForkedError)


def test_a_branch_is_opened_by_its_first_entry_alone(met: Met, author: Author) -> None:
    _lifted(met, author)
    first = held(met)
    author.write(_opening(author, branch=0))
    is_refused_up(met, author, author.up(author.run(first)), errors.BundleEntryError)

    del author.entries[first:]
    author.write(_opening(author, branch=9))
    is_refused_up(met, author, author.up(author.run(first)), errors.BundleEntryError)

    del author.entries[first:]
    _opened(author)
    author.write(_opening(author), 1)
    is_refused_up(met, author, author.up(author.run(), author.run(branch=1)), errors.BundleEntryError)


# -- who, and when ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("behind", [0, 1])
def test_nothing_is_done_in_the_knowledge_of_what_base_has_not_done(met: Met, author: Author, behind: int) -> None:
    first, clock = held(met), met.base.journal.size
    author.write(SOMETHING, seen=clock + 1)
    for _ in range(behind):
        author.write(SOMETHING, seen=clock)

    is_refused_up(met, author, author.up(author.run(first)), errors.BundleContradictsError)


def test_base_may_have_been_known_as_far_as_it_told(met: Met, author: Author) -> None:
    ((told,),) = met.base.rows("SELECT max(size) FROM sentbundle WHERE to_device = ?", (met.at_base().device,))
    author.write(SOMETHING, seen=told)

    assert met.take_up(author.up(author.run(held(met))), author).new_count == 1


def test_of_a_revoked_laptop_what_is_held_is_believed_and_nothing_more(met: Met, author: Author) -> None:
    first = held(met)
    revoke(met.base, met.at_base(), RevocationCause.STOLEN)

    assert met.take_up(author.up(author.run(0)), author).new_count == 0
    author.write(SOMETHING)
    is_refused_up(met, author, author.up(author.run(first)), errors.SenderRevokedError)


def test_a_revoked_laptop_opens_no_branch(met: Met, author: Author) -> None:
    """Also where base answered before it was revoked."""
    _lifted(met, author)
    revoke(met.base, met.at_base(), RevocationCause.STOLEN)
    _opened(author)

    is_refused_up(met, author, author.up(author.run(), author.run(branch=1)), errors.SenderRevokedError)


def test_a_revoked_laptop_adds_nothing_to_a_branch_that_ended(met: Met, author: Author) -> None:
    _lifted(met, author)
    _opened(author)
    for _ in range(len(author.entries) + 9):
        author.write(SOMETHING, 1)
    met.take_up(author.up(author.run(), author.run(branch=1)), author)
    revoke(met.base, met.at_base(), RevocationCause.STOLEN)
    author.write(SOMETHING)

    is_refused_up(met, author, author.up(author.run(0)), errors.SenderRevokedError)


def test_a_revoked_laptop_shows_no_new_key(met: Met, author: Author) -> None:
    revoke(met.base, met.at_base(), RevocationCause.STOLEN)
    known = met.at_base()
    author.epoch, author.sealing = 9, Seeds.fresh().sealing_key().public
    met.put(author.up(author.run(0)), author, met.base, 1_001)

    met.sync(met.base)

    assert met.at_base().sealing_key == known.sealing_key


RIGHTS = pytest.mark.parametrize("act", [CONSENT, WISH, EXECUTED], ids=lambda act: act.kind)


@RIGHTS
def test_what_rights_hang_on_is_signed_by_whom_it_names(met: Met, author: Author, act: acts.Act) -> None:
    first = held(met)
    by_others: list[dict[str, Any]] = [
        {"by": STRANGER},
        {"by": author.key},
        {"staff": StaffId("9a" * 16)},
        {"staff": met.base.keys.person.staff},
        {"staff": NOBODY, "by": author.key},
    ]
    for how in by_others:
        del author.entries[first:]
        author.write(act, **how)

        is_refused_up(met, author, author.up(author.run(first)), errors.BundleEntryError)


@RIGHTS
def test_what_rights_hang_on_is_taken_in_where_it_is(met: Met, author: Author, act: acts.Act) -> None:
    author.write(act)

    assert met.take_up(author.up(author.run(held(met))), author).new_count == 1


def test_a_persons_key_is_renewed_by_a_recovery_that_base_answered(met: Met, author: Author) -> None:
    first, new = held(met), Seeds.fresh()
    _recovery_answered(met, author.device)
    author.write(_recovered(author), staff=NOBODY, by=author.key)
    author.write(_renewed(author.staff, new), staff=NOBODY, by=author.key)
    author.write(CONSENT, by=new.signing_key())

    assert met.take_up(author.up(author.run(first)), author).new_count == 3
    assert met.at_base().staff_verify_key == new.signing_key().public_key().public_bytes_raw().hex()
    inspect(met.base, signatures=True)


def test_a_recovery_and_the_key_it_renews_may_come_in_two_bundles(met: Met, author: Author) -> None:
    first, new = held(met), Seeds.fresh()
    _recovery_answered(met, author.device)
    author.write(_recovered(author), staff=NOBODY, by=author.key)
    met.take_up(author.up(author.run(first)), author)
    author.write(_renewed(author.staff, new), staff=NOBODY, by=author.key)

    assert met.take_up(author.up(author.run(first + 1)), author, 1_001).new_count == 1


Unlike = Callable[[Met, Author], None]


def _nothing_before(met: Met, author: Author) -> None:
    _recovery_answered(met, author.device)


def _unanswered(_: Met, author: Author) -> None:
    author.write(_recovered(author), staff=NOBODY, by=author.key)


def _answered_to_another(met: Met, author: Author) -> None:
    _recovery_answered(met, DeviceId("d0" * 16))
    author.write(_recovered(author), staff=NOBODY, by=author.key)


def _of_somebody_else(met: Met, author: Author) -> None:
    _recovery_answered(met, author.device)
    author.write(_recovered(author, staff=StaffId("9a" * 16)), staff=NOBODY, by=author.key)


def _not_straight_before(met: Met, author: Author) -> None:
    _recovery_answered(met, author.device)
    author.write(_recovered(author), staff=NOBODY, by=author.key)
    author.write(SOMETHING)


@pytest.mark.parametrize(
    "unlike", [_nothing_before, _unanswered, _answered_to_another, _of_somebody_else, _not_straight_before]
)
def test_nobodys_key_is_renewed_otherwise(met: Met, author: Author, unlike: Unlike) -> None:
    first = held(met)
    unlike(met, author)
    author.write(_renewed(author.staff, Seeds.fresh()), staff=NOBODY, by=author.key)

    is_refused_up(met, author, author.up(author.run(first)), errors.BundleEntryError)


def test_the_device_renews_a_persons_key_and_no_person_does(met: Met, author: Author) -> None:
    first = held(met)
    _recovery_answered(met, author.device)
    author.write(_recovered(author), staff=NOBODY, by=author.key)
    author.write(_renewed(author.staff, Seeds.fresh()))

    is_refused_up(met, author, author.up(author.run(first)), errors.BundleEntryError)


def test_a_weak_key_is_nobodys(met: Met, author: Author) -> None:
    first = held(met)
    _recovery_answered(met, author.device)
    author.write(_recovered(author), staff=NOBODY, by=author.key)
    weak = _renewed(author.staff, Seeds.fresh()).model_copy(update={"verify_key": "00" * 32})
    author.write(weak, staff=NOBODY, by=author.key)

    is_refused_up(met, author, author.up(author.run(first)), errors.WeakKeyError)


def test_a_sealing_key_that_nothing_can_be_sealed_to_is_refused(met: Met, author: Author) -> None:
    """Or one laptop would stop base from telling any other anything."""
    first = held(met)
    renewed = acts.DeviceKeysRenewed(
        device=author.device,
        epoch=2,
        sealing_key="ff" * 1216,
        recovery_key=None,
        old_fingerprint="0f" * 32,
        receipt_digest=None,
    )
    author.write(renewed)

    is_refused_up(met, author, author.up(author.run(first)), errors.BundleEntryError)


# -- what the laptop heard -------------------------------------------------------------------------------------------


def test_what_the_laptop_heard_is_a_head_of_this_base(met: Met, author: Author) -> None:
    base = Author(met.base)
    for note in (base.note(by=STRANGER), author.note()):
        is_refused_up(met, author, author.up(heard=note), errors.CheckpointNotSignedError)

    met.take_up(author.up(heard=base.note()), author)
    met.take_up(author.up(heard=base.note(3)), author, 1_001)
    assert met.base.frozen is None


# -- made for these --------------------------------------------------------------------------------------------------


def _size(met: Met, author: Author, branch: int) -> int:
    tree = met.base.journal_of(author.journal, branch)
    return 0 if tree is None else tree.size


def _size_noted(met: Met, digest: str) -> int:
    ((size,),) = met.base.rows("SELECT size FROM exchangednote WHERE digest = ?", (digest,))
    return int(size)


def _forked(author: Author, at: int) -> Author:
    """Return the same laptop, gone another way from an entry on."""
    other = author.double()
    count = len(author.entries) - at
    del other.entries[at:]
    for _ in range(count):
        other.write(SOMETHING)
    assert hash_leaf(other.entries[at].header) != hash_leaf(author.entries[at].header)
    return other


def _lifted(met: Met, author: Author, journal: JournalId | None = None) -> None:
    met.base.record(
        acts.FreezeLifted(
            journal=journal or author.journal,
            cause=FreezeCause.ROLLBACK,
            answer_digest=ANSWER,
            approvals=(),
            reason="Copied back.",
        )
    )


def _opening(author: Author, **changed: Any) -> acts.BranchOpened:
    head = author.head()
    opened = acts.BranchOpened(
        journal=author.journal,
        branch=1,
        parent_branch=0,
        parent_size=head.size,
        parent_root=head.root.hex(),
        cause=FreezeCause.ROLLBACK,
        answer_digest=ANSWER,
    )
    return opened.model_copy(update=changed)


def _opened(author: Author, **changed: Any) -> None:
    author.write(_opening(author, **changed), 1)


def _recovery_answered(met: Met, device: DeviceId) -> None:
    answered = sample(acts.RecoveryAnswered).model_copy(update={"device": device, "answer_digest": ANSWER})
    met.base.record(answered)


def _recovered(author: Author, staff: StaffId | None = None) -> acts.RecoveryApplied:
    return sample(acts.RecoveryApplied).model_copy(update={"staff": staff or author.staff, "answer_digest": ANSWER})


def _renewed(staff: StaffId, seeds: Seeds) -> acts.StaffKeysRenewed:
    return sample(acts.StaffKeysRenewed).model_copy(
        update={
            "staff": staff,
            "verify_key": seeds.signing_key().public_key().public_bytes_raw().hex(),
            "sealing_key": seeds.sealing_key().public.hex(),
        }
    )
