"""The closed catalogue: every act has one spelling, tells why it exists, and shows nobody's data by accident.

The shapes of all acts are frozen in `catalogue.json`. An act that changes gets a new version and an upcast. A new kind
or version is added to the file by `python -m tests.keeping.test_acts`, which leaves every line that is there as it is.
"""

import hashlib
import json
import re
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, NamedTuple, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

import pytest
import rfc8785
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import StringConstraints, ValidationError
from pydantic.fields import FieldInfo

from store.errors import ActBodyError, ActTooLargeError, UnknownActError
from store.ids import NOBODY, FamilyId, PersonId
from store.keeping import acts, canonical
from store.keeping.acts import Act, Part, Subject, catalogue, family_of, unsaid
from store.keeping.acts.terms.consents import ConsentDecision, NotAskedReason
from store.keeping.acts.terms.store import ErasureReason
from store.keeping.acts.values import IDS_COUNT, INT_MAX, OfAFamily

FROZEN = Path(__file__).with_name("catalogue.json")
DELIVERED_BEFORE = Path(__file__).with_name("family_delivered_1.json")
"""A body of version 1, as it stands in journals."""
ACTS = sorted(acts.CATALOGUE.values(), key=lambda act: act.kind)
EVERY_ACT = pytest.mark.parametrize("act_type", ACTS, ids=lambda act: act.kind)
MARKER = "Hurstmonceux"
SOME_ID = "0123456789abcdef" * 2
OTHER_ID = "fedcba9876543210" * 2
DIGEST = "ab" * 32
ABOUT_ONE_FAMILY = {Subject.FAMILY, Subject.PERSON}
FREE_TEXT = r"^[^\x00]*$"

P = TypeVar("P", bound=Part)


# -- what a field is made of -----------------------------------------------------------------------------------------


class Leaf(NamedTuple):
    """A plain value somewhere in a field, with everything said about it on the way there."""

    kind: Any
    said: tuple[Any, ...]

    @property
    def pattern(self) -> str:
        (text,) = [said for said in self.said if isinstance(said, StringConstraints)]
        return str(text.pattern)

    def bound(self, name: str) -> int:
        fields = [said.metadata for said in self.said if isinstance(said, FieldInfo)]
        (bound,) = [getattr(each, name) for field in fields for each in field if hasattr(each, name)]
        return int(bound)

    @property
    def is_personal(self) -> bool:
        return any(isinstance(said, OfAFamily) for said in self.said)

    @property
    def is_free_text(self) -> bool:
        return self.kind is str and self.pattern == FREE_TEXT


def leaves(hint: Any, said: tuple[Any, ...] = ()) -> Iterator[Leaf]:
    """Yield the plain values of a type; a part inside it is one leaf."""
    if get_origin(hint) is Annotated:
        inner, *more = get_args(hint)
        yield from leaves(inner, (*said, *more))
    elif get_origin(hint) in (Union, UnionType, tuple):
        for inner in get_args(hint):
            if inner is not Ellipsis:
                yield from leaves(inner, said)
    elif isinstance(hint, NewType):
        yield from leaves(hint.__supertype__, said)
    else:
        yield Leaf(hint, said)


def fields_of(part: type[Part]) -> Iterator[tuple[str, Any]]:
    hints = get_type_hints(part, include_extras=True)
    for name in part.model_fields:
        yield name, hints[name]


def parts_of(part: type[Part]) -> Iterator[type[Part]]:
    """Yield a part and every part inside it."""
    yield part
    for _, hint in fields_of(part):
        for leaf in leaves(hint):
            if issubclass(leaf.kind, Part):
                yield from parts_of(leaf.kind)


def all_leaves(act_type: type[Act]) -> Iterator[tuple[type[Part], str, Any, Leaf]]:
    for part in parts_of(act_type):
        for name, hint in fields_of(part):
            for leaf in leaves(hint):
                yield part, name, hint, leaf


# -- examples of every act -------------------------------------------------------------------------------------------

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=12)


def strategy(hint: Any, texts: st.SearchStrategy[str], said: tuple[Any, ...] = ()) -> st.SearchStrategy[Any]:
    """Return examples of a type, its free texts drawn from `texts`."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return strategy(inner[0], texts, (*said, *inner[1:]))
    least = max([getattr(bound, "min_length", 0) for each in said for bound in getattr(each, "metadata", ())] or [0])
    if origin in (Union, UnionType):
        return st.one_of(*(strategy(each, texts, said) for each in inner))
    if origin is tuple and inner[-1] is Ellipsis:
        return st.lists(strategy(inner[0], texts), min_size=least, max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*(strategy(each, texts) for each in inner))
    if isinstance(hint, NewType):
        return strategy(hint.__supertype__, texts, said)
    if hint is type(None):
        return st.none()
    if hint is bool:
        return st.booleans()
    if hint is int:
        leaf = Leaf(hint, said)
        return st.integers(leaf.bound("ge"), leaf.bound("le"))
    if hint is str:
        return patterned(Leaf(hint, said), texts)
    if issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    return fields(hint, texts).map(lambda values: hint(**values))


def patterned(leaf: Leaf, texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    if leaf.is_free_text:
        return texts
    if (digits := re.fullmatch(r"\^\[0-9a-f\]\{(\d+)\}\$", leaf.pattern)) is not None:
        length = int(digits[1])
        return st.binary(min_size=16, max_size=16).map(lambda some: (some.hex() * (length // 32 + 1))[:length])
    if leaf.pattern == r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$":
        return st.dates().map(date.isoformat)
    return st.from_regex(leaf.pattern, fullmatch=True)


def fields(part: type[Part], texts: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    drawn = st.fixed_dictionaries({name: strategy(hint, texts) for name, hint in fields_of(part)})
    return drawn.map(MADE_TO_FIT.get(part, dict))


def _counted(values: dict[str, Any]) -> dict[str, Any]:
    counts = [values[name] % 1_000 for name in ("opted_out_count", "held_count", "supplied_count")]
    return {
        **values,
        "mailed_count": sum(counts),
        "opted_out_count": counts[0],
        "held_count": counts[1],
        "supplied_count": counts[2],
    }


def _apart(values: dict[str, Any]) -> dict[str, Any]:
    ends = sorted({end for span in values["ranges"] for end in span})
    return {**values, "ranges": ((ends[0], ends[-1]),)}


def _one_branch(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "erased": values["erased"][:1]}


def _two_people(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "proposed_by": NOBODY, "approver": SOME_ID}


def _coherent(values: dict[str, Any]) -> dict[str, Any]:
    was_not_asked = values["decision"] is ConsentDecision.NOT_ASKED
    return {**values, "person": SOME_ID, "not_asked_reason": NotAskedReason.UNSAFE if was_not_asked else None}


MADE_TO_FIT: dict[type[Part], Callable[[dict[str, Any]], dict[str, Any]]] = {
    acts.DeliveryTakenIn: _counted,
    acts.ErasedRanges: _apart,
    acts.BodiesErased: _one_branch,
    acts.ApprovalRecorded: _two_people,
    acts.ConsentRecorded: _coherent,
}
"""Where one field of an act depends on another."""


def examples(act_type: type[Act], texts: st.SearchStrategy[str] = TEXTS) -> st.SearchStrategy[Act]:
    return fields(act_type, texts).map(lambda values: act_type(**values))


def an_attempt() -> acts.AttemptRecorded:
    act = acts.parse(acts.AttemptRecorded.kind, 1, canonical.dumps(ATTEMPT))
    assert isinstance(act, acts.AttemptRecorded)
    return act


ATTEMPT: dict[str, Any] = {
    "attempt": SOME_ID,
    "family": OTHER_ID,
    "interviewer": SOME_ID,
    "number": 2,
    "told": {
        "at_ms": 1_446_454_800_000,
        "household_code": "310",
        "household_group": "NC",
        "is_late": False,
        "met": [],
        "met_description": None,
        "mode": "visit",
        "next_appointment": None,
        "note": f"Nobody in, {MARKER} next door says after six",
        "others_present": [],
        "reason": None,
        "respondents": [],
        "result": "no_contact",
        "sheet": None,
        "utc_offset_min": 0,
    },
    "wave": "one",
}


# -- the catalogue as a whole ----------------------------------------------------------------------------------------


def test_every_act_that_is_declared_is_in_the_catalogue_once() -> None:
    declared = [act for act in Act.__subclasses__() if act.__module__.startswith("store.")]

    assert sorted(acts.CATALOGUE) == sorted((act.kind, act.version) for act in declared)
    assert len({act.kind for act in declared}) == len(declared) > 150
    assert {act for room in catalogue.ROOMS for act in getattr(room, "ACTS", ())} == set(declared)


@EVERY_ACT
def test_a_kind_is_plain_ascii_and_tells_neither_a_decision_nor_a_person(act_type: type[Act]) -> None:
    decisions = ("refus", "withdr", "declin", "object", "opt", "delet", "complain", "consented", "agreed", "agreeing")
    words = act_type.kind.split("_")

    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", act_type.kind, re.ASCII)
    assert len(act_type.kind) <= 64
    assert act_type.version >= 1
    assert not [word for word in words if word.startswith(decisions)]
    assert not {"given", "yes", "no", "not", "stop", "said", "denied", "granted", "carer", "child"}.intersection(words)


@EVERY_ACT
def test_an_act_says_in_one_line_what_it_records_and_under_which_clause(act_type: type[Act]) -> None:
    assert act_type.__doc__ is not None
    assert re.fullmatch(r"[A-Z][^\n]+\.", act_type.__doc__)
    for clause in act_type.clause.split(", "):
        assert re.fullmatch(r"A([1-9]|1[0-2])|([1-9]|1[0-9])(\.[0-9]+)?[a-f]?", clause)


@EVERY_ACT
def test_an_act_about_a_family_names_it_and_no_other_act_holds_a_familys_data(act_type: type[Act]) -> None:
    hints = dict(fields_of(act_type))
    names_family = "family" in hints
    personal = [(part, name) for part, name, _, leaf in all_leaves(act_type) if leaf.is_personal]

    assert names_family == (act_type.subject in ABOUT_ONE_FAMILY)
    assert names_family or not personal
    assert not (names_family and "families" in hints)


@EVERY_ACT
def test_a_field_that_can_hold_personal_data_shows_in_no_repr(act_type: type[Act]) -> None:
    for part, name, _, leaf in all_leaves(act_type):
        if leaf.is_personal or leaf.is_free_text:
            assert part.model_fields[name].repr is False, f"{part.__name__}.{name}"


@EVERY_ACT
def test_every_value_is_bounded_and_of_a_kind_that_canonical_json_holds(act_type: type[Act]) -> None:
    for part, name, hint, leaf in all_leaves(act_type):
        where = f"{part.__name__}.{name}"
        assert name.isascii(), where
        assert part.model_fields[name].is_required(), f"{where}: what is not said is said to be null"
        if leaf.kind is int:
            assert -INT_MAX <= leaf.bound("ge") <= leaf.bound("le") <= INT_MAX, where
        elif leaf.kind is str:
            (text,) = [said for said in leaf.said if isinstance(said, StringConstraints)]
            assert re.match(r"\^.*\$\Z", leaf.pattern), where
            assert text.max_length or not re.search(r"(?<!\\)[*+](?![^\[]*\])", leaf.pattern), where
        else:
            assert leaf.kind in (bool, type(None)) or issubclass(leaf.kind, StrEnum | Part), where
        for open_ended in open_lists(hint):
            assert any(getattr(said, "max_length", None) for said in open_ended), where


def open_lists(hint: Any, said: tuple[Any, ...] = ()) -> Iterator[list[Any]]:
    """Yield what is said about each list of any length in a type."""
    if get_origin(hint) is Annotated:
        inner, *more = get_args(hint)
        yield from open_lists(inner, (*said, *more))
    elif get_origin(hint) in (Union, UnionType):
        for inner in get_args(hint):
            yield from open_lists(inner, said)
    elif get_origin(hint) is tuple and get_args(hint)[-1] is Ellipsis:
        yield [bound for field in said if isinstance(field, FieldInfo) for bound in field.metadata]
        yield from open_lists(get_args(hint)[0])


# -- to bytes and back -----------------------------------------------------------------------------------------------


def said(act: Act) -> Any:
    """Return what the body of an act says, as JSON has it."""
    told = act.model_dump(mode="json")
    return without_unsaid(told) if act.leaves_out_unsaid else told


def without_unsaid(told: Any) -> Any:
    if isinstance(told, list):
        return [without_unsaid(each) for each in told]
    if isinstance(told, dict):
        return {name: without_unsaid(each) for name, each in told.items() if not is_unsaid(each)}
    return told


def is_unsaid(value: Any) -> bool:
    return value is None or value is False or value == []


@EVERY_ACT
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_an_act_goes_to_its_one_spelling_and_back(act_type: type[Act], data: st.DataObject) -> None:
    act = data.draw(examples(act_type))

    body = acts.dump(act)

    assert body == rfc8785.dumps(said(act))
    assert acts.parse(act.kind, act.version, body) == act
    assert canonical.loads(body, catalogue.MAX_BODY_BYTES, catalogue.MAX_BODY_DEPTH) == said(act)
    assert family_of(act) == act.model_dump().get("family")


@EVERY_ACT
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_repr_and_no_refusal_shows_what_an_act_says(act_type: type[Act], data: st.DataObject) -> None:
    act = data.draw(examples(act_type, st.just(MARKER)))
    told = json.loads(acts.dump(act))

    assert MARKER not in f"{act!r}{act}"
    for name in told:
        spoilt = canonical.dumps({**told, name: {MARKER: [MARKER]}})
        assert MARKER not in everything_told(act, spoilt)
    assert MARKER not in everything_told(act, canonical.dumps({**told, MARKER: 1}))


def everything_told(act: Act, spoilt: bytes) -> str:
    """Return all that a refusal tells, having made sure that no other error hangs behind it."""
    with pytest.raises(ActBodyError) as refusal:
        acts.parse(act.kind, act.version, spoilt)
    assert refusal.value.__cause__ is None
    assert refusal.value.__context__ is None
    return "".join(traceback.format_exception(refusal.value)) + repr(refusal.value) + repr(vars(refusal.value))


def test_a_mistake_in_making_an_act_does_not_repeat_what_was_said() -> None:
    told = an_attempt().told

    with pytest.raises(ValidationError) as mistake:
        told.model_copy(update={"note": f"{MARKER}\x00", "sheet": f"{MARKER}", "mode": MARKER})

    assert MARKER not in f"{mistake.value}"


@pytest.mark.parametrize("kind", ["attempt_recorded", "family_delivered"])
@given(data=st.data())
@settings(max_examples=300)
def test_no_other_bytes_are_taken_for_a_body(kind: str, data: st.DataObject) -> None:
    act: Act = an_attempt() if kind == "attempt_recorded" else a_delivered_family()
    raw = bytearray(acts.dump(act))
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3) | st.just(b" "))
    assume(bytes(raw) != acts.dump(act))

    try:
        other = acts.parse(kind, act.version, bytes(raw))
    except ActBodyError:
        return
    assert canonical.loads(bytes(raw), catalogue.MAX_BODY_BYTES, catalogue.MAX_BODY_DEPTH) == said(other)


def a_delivered_family() -> acts.FamilyDelivered:
    act = acts.parse("family_delivered", 1, DELIVERED_BEFORE.read_bytes())
    assert isinstance(act, acts.FamilyDelivered)
    return act


def test_a_family_is_delivered_in_no_more_words_than_were_said() -> None:
    act = a_delivered_family()
    in_full = act.model_dump(mode="json")
    one_too_many = list(with_one_more(without_unsaid(in_full), in_full))

    assert acts.dump(act) == canonical.dumps(without_unsaid(in_full))
    assert len(one_too_many) == 15
    for told in one_too_many:
        with pytest.raises(ActBodyError):
            acts.parse(act.kind, act.version, canonical.dumps(told))
    with pytest.raises(ActBodyError):
        acts.parse(act.kind, act.version, DELIVERED_BEFORE.read_bytes())


def test_a_family_that_was_delivered_before_reads_as_it_did_and_in_no_fewer_words() -> None:
    body = DELIVERED_BEFORE.read_bytes()
    in_full = json.loads(body)
    one_too_few = list(with_one_more(in_full, without_unsaid(in_full)))

    assert canonical.dumps(in_full) == body
    assert a_delivered_family().model_dump(mode="json") == in_full
    assert len(one_too_few) == 15
    for told in (*one_too_few, without_unsaid(in_full)):
        with pytest.raises(ActBodyError):
            acts.parse("family_delivered", 1, canonical.dumps(told))


def with_one_more(told: Any, other: Any) -> Iterator[Any]:
    """Yield what is told, each time with one name more, or one less, as the other one has it."""
    if isinstance(told, list):
        for place, (each, its_other) in enumerate(zip(told, other, strict=True)):
            yield from ([*told[:place], changed, *told[place + 1 :]] for changed in with_one_more(each, its_other))
    elif isinstance(told, dict):
        for name in told.keys() - other.keys():
            yield {each: told[each] for each in told if each != name}
        for name in other.keys() - told.keys():
            yield {**told, name: other[name]}
        for name in told.keys() & other.keys():
            yield from ({**told, name: changed} for changed in with_one_more(told[name], other[name]))


def test_whoever_makes_an_act_says_everything_of_it_though_its_body_does_not() -> None:
    act = a_delivered_family()
    in_short = canonical.dumps(said(act))
    carer = act.details.people[0]

    for part, name in (
        (act, "held_notes"),
        (act.details, "language"),
        (carer, "known_as"),
        (carer.phones[0], "is_confidential"),
    ):
        with pytest.raises(ValidationError):
            type(part)(**{each: value for each, value in dict(part).items() if each != name})
    unsaid.spelling_without_unsaid.cache_clear()
    assert acts.dump(act) == in_short  # though each part has been made by itself by now
    assert acts.parse(act.kind, act.version, in_short) == act


@pytest.mark.parametrize(
    "body",
    [
        canonical.dumps({**ATTEMPT, "extra": 1}),
        canonical.dumps({name: ATTEMPT[name] for name in ATTEMPT if name != "wave"}),
        canonical.dumps({**ATTEMPT, "number": "2"}),
        canonical.dumps({**ATTEMPT, "number": True}),
        canonical.dumps({**ATTEMPT, "number": -1}),
        canonical.dumps({**ATTEMPT, "family": OTHER_ID.upper()}),
        canonical.dumps({**ATTEMPT, "family": f"{OTHER_ID}\n"}),
        canonical.dumps({**ATTEMPT, "told": {**ATTEMPT["told"], "note": ""}}),
        canonical.dumps({**ATTEMPT, "told": {**ATTEMPT["told"], "note": "a\x00"}}),
        canonical.dumps({**ATTEMPT, "told": {**ATTEMPT["told"], "note": "a" * 20_001}}),
        canonical.dumps({**ATTEMPT, "told": {**ATTEMPT["told"], "result": "no contact"}}),
        canonical.dumps(ATTEMPT).replace(b'"number":2', b'"number":2.0'),
        canonical.dumps(ATTEMPT).replace(b'"number":2', b'"number":2e0'),
        canonical.dumps(ATTEMPT).replace(b'"number":2', b'"number":2,"number":2'),
        canonical.dumps(ATTEMPT).replace(b'"number":2', b'"number": 2'),
        canonical.dumps(ATTEMPT).replace(b"Nobody", b"\\u004eobody"),
        canonical.dumps(ATTEMPT).replace(b"Nobody", b"\\ud800"),
        canonical.dumps(ATTEMPT).replace(b"Nobody", b"\xff"),
        json.dumps(ATTEMPT, separators=(",", ":"), sort_keys=True)[::-1].encode(),
        canonical.dumps([ATTEMPT]),
        b"[" * 100_000,
        b"null",
        b"",
        b" " * (catalogue.MAX_BODY_BYTES + 1),
    ],
)
def test_a_body_that_does_not_fit_is_refused(body: bytes) -> None:
    with pytest.raises(ActBodyError) as refusal:
        acts.parse("attempt_recorded", 1, body)

    assert refusal.value.kind == "attempt_recorded"


@pytest.mark.parametrize(("kind", "version"), [("attempt_recorded", 2), ("attempt_recorded", 0), ("attempt_made", 1)])
def test_an_unknown_kind_or_version_is_refused_by_name(kind: str, version: int) -> None:
    with pytest.raises(UnknownActError) as refusal:
        acts.parse(kind, version, canonical.dumps(ATTEMPT))

    assert (refusal.value.kind, refusal.value.version) == (kind, version)
    assert kind in refusal.value.message


def test_a_kind_that_is_none_by_its_form_is_not_repeated() -> None:
    for kind in (MARKER, f"{MARKER.lower()}\x1b[2J", "a" * 65, "", "naïve"):
        with pytest.raises(UnknownActError) as refusal:
            acts.parse(kind, 1, b"{}")
        assert refusal.value.kind == "unnamed"


def test_a_body_of_an_old_version_is_brought_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    class PracticeClockMoved(Act):
        kind = "practice_clock_moved"
        version = 3
        clause = "13.2"
        subject = Subject.STORE
        from_ms: int
        to_ms: int
        reason: str

    present = {("practice_clock_moved", 3): PracticeClockMoved}
    monkeypatch.setattr(catalogue, "CATALOGUE", present)
    monkeypatch.setitem(catalogue.UPCASTS, ("practice_clock_moved", 1), lambda old: {**old, "to_ms": old["at_ms"]})
    monkeypatch.setitem(
        catalogue.UPCASTS,
        ("practice_clock_moved", 2),
        lambda old: {"from_ms": old["from_ms"], "reason": "unsaid", "to_ms": old["to_ms"]},
    )

    act = catalogue.parse("practice_clock_moved", 1, b'{"at_ms":2,"from_ms":1}')

    assert act.model_dump() == {"from_ms": 1, "reason": "unsaid", "to_ms": 2}
    for bad in (b'{"from_ms":1}', b'{"at_ms": 2,"from_ms":1}', b"[]", b'{"at_ms":"2","from_ms":1}'):
        with pytest.raises(ActBodyError) as refusal:
            catalogue.parse("practice_clock_moved", 1, bad)
        assert refusal.value.__context__ is None


def test_an_act_that_would_not_be_read_back_is_not_written() -> None:
    check = acts.BackCheck.model_validate_json(
        canonical.dumps({"back_check": SOME_ID, "family": SOME_ID, "matter": "consent", "record": SOME_ID})
    )
    draw = acts.BackChecksDrawn(
        draw=SOME_ID, drawn_from_count=1, share_per_mille=1_000, checks=(check,) * IDS_COUNT, due_on=None
    )

    with pytest.raises(ActTooLargeError) as refusal:
        acts.dump(draw)

    assert refusal.value.size_bytes > refusal.value.max_bytes == catalogue.MAX_BODY_BYTES


def test_the_longest_list_of_families_fits_one_body() -> None:
    families = tuple(FamilyId(f"{number:032x}") for number in range(IDS_COUNT))
    held = acts.WaveTwoSelected(
        selection=SOME_ID, resupply=SOME_ID, part=1, parts_count=1, families=families, selected_count=1, approvals=()
    )

    assert acts.parse(held.kind, held.version, acts.dump(held)) == held
    with pytest.raises(ValidationError):
        held.model_copy(update={"families": (*families, families[0])})


# -- an act stays what it was ----------------------------------------------------------------------------------------


def test_an_act_cannot_be_changed_only_copied_and_the_copy_is_checked() -> None:
    act = an_attempt()

    with pytest.raises(ValidationError):
        act.number = 3  # type: ignore[misc]
    with pytest.raises(ValidationError):
        act.model_copy(update={"number": -1})
    with pytest.raises(ValidationError):
        acts.AttemptRecorded.model_construct(number=1)  # type: ignore[call-arg]

    assert act.model_copy(update={"number": 3}).number == 3
    assert act.number == 2


@pytest.mark.parametrize("number", ["2", True, 2.0, None])
def test_nothing_is_taken_for_another_kind_of_value(number: object) -> None:
    with pytest.raises(ValidationError):
        an_attempt().model_copy(update={"number": number})


def test_texts_may_hold_what_terminals_fear_but_no_half_characters() -> None:
    told = an_attempt().told
    hostile = "\x1b]52;c;!\x07\u202e[/]\x9b\U0001f469\u200d\U0001f469"

    assert told.model_copy(update={"note": hostile}).note == hostile
    for bad in ("\ud800", "\x00", ""):
        with pytest.raises(ValidationError):
            told.model_copy(update={"note": bad})


@pytest.mark.parametrize("day", ["2015-02-29", "2015-13-01", "2015-1-1", "20150101", "0000-01-01", "2015-01-01\n", "x"])
def test_a_day_that_is_in_no_calendar_is_refused(day: str) -> None:
    with pytest.raises(ValidationError):
        acts.StaffLeft(staff=NOBODY, left_on=day)


# -- what some acts hold together ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ranges", [(), ((2, 1),), ((0, 1), (1, 2)), ((0, 1), (2, 3)), ((4, 5), (0, 1)), ((0, 9), (3, 4))]
)
def test_erased_ranges_are_sorted_apart_and_as_few_as_can_be(ranges: tuple[tuple[int, int], ...]) -> None:
    good = acts.ErasedRanges.model_validate_json(
        canonical.dumps({"branch": 0, "journal": SOME_ID, "ranges": [[0, 1], [3, 3]]})
    )
    whole = acts.BodiesErased(erased=(good,), reason=ErasureReason.HANDED_IN, authority="7.2f", order=None)

    assert acts.parse(whole.kind, whole.version, acts.dump(whole)) == whole
    with pytest.raises(ValidationError):
        good.model_copy(update={"ranges": ranges})
    with pytest.raises(ValidationError):
        whole.model_copy(update={"erased": (good, good)})


def test_what_was_erased_is_told_without_saying_whose_it_was() -> None:
    names = {name for part in parts_of(acts.BodiesErased) for name, _ in fields_of(part)}

    assert names == {"erased", "reason", "authority", "order", "journal", "branch", "ranges"}


def test_the_counts_of_a_delivery_reconcile_7_2a() -> None:
    taken_in = sample(acts.DeliveryTakenIn).model_copy(
        update={"mailed_count": 6, "opted_out_count": 1, "held_count": 2, "supplied_count": 3}
    )

    with pytest.raises(ValidationError, match=r"7\.2a"):
        taken_in.model_copy(update={"held_count": 1})


def test_nobody_approves_what_they_propose_themselves() -> None:
    approval = sample(acts.ApprovalRecorded)

    with pytest.raises(ValidationError):
        approval.model_copy(update={"approver": approval.proposed_by})


def test_not_asking_needs_a_reason_and_nobody_is_their_own_guardian() -> None:
    consent = sample(acts.ConsentRecorded)
    guardian = sample(acts.Guardian).model_copy(update={"person": PersonId(OTHER_ID)})

    for decision, reason in ((ConsentDecision.NOT_ASKED, None), (ConsentDecision.GIVEN, NotAskedReason.UNSAFE)):
        with pytest.raises(ValidationError):
            consent.model_copy(update={"decision": decision, "not_asked_reason": reason})
    assert consent.model_copy(update={"guardian": guardian}).guardian == guardian
    with pytest.raises(ValidationError):
        consent.model_copy(update={"guardian": guardian, "person": OTHER_ID})


def sample(part: type[P]) -> P:
    """Return one example, always the same."""
    found: list[P] = []

    @settings(max_examples=1, database=None, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(fields(part, TEXTS))
    def keep(values: dict[str, Any]) -> None:
        found.append(part(**values))

    keep()
    return found[0]


# -- what must not change unseen -------------------------------------------------------------------------------------


def shape_digest(act_type: type[Act]) -> str:
    """Return SHA-256 over an act's JSON schema, its parts written out, names and sentences left out."""
    schema = act_type.model_json_schema()
    parts = schema.pop("$defs", {})
    if act_type.leaves_out_unsaid:
        schema["leaves_out_unsaid"] = True

    def bare(node: Any) -> Any:
        if isinstance(node, list):
            return [bare(each) for each in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            return bare(parts[node["$ref"].removeprefix("#/$defs/")])
        told = {name: bare(inner) for name, inner in node.items() if name not in ("title", "description", "properties")}
        if "properties" in node:
            told["properties"] = {name: bare(inner) for name, inner in node["properties"].items()}
        for unordered in ("enum", "required"):
            if unordered in told:
                told[unordered] = sorted(told[unordered])
        return told

    return hashlib.sha256(canonical.dumps(bare(schema))).hexdigest()


def shapes() -> dict[str, str]:
    return {f"{act.kind}/{act.version}": shape_digest(act) for act in ACTS}


def test_no_act_changed_its_shape_without_a_new_version() -> None:
    frozen: dict[str, str] = json.loads(FROZEN.read_text("utf-8"))
    present = shapes()

    changed = sorted(name for name in present.keys() & frozen.keys() if present[name] != frozen[name])
    unknown = sorted(present.keys() - frozen.keys())
    lost = sorted(
        name
        for name in frozen.keys() - present.keys()
        if (name.split("/")[0], int(name.split("/")[1])) not in catalogue.UPCASTS
    )
    assert not changed, f"give a new version and an upcast to: {changed}"
    assert not unknown, f"new; add them by python -m tests.keeping.test_acts: {unknown}"
    assert not lost, f"bodies of these stand in journals and can no longer be read: {lost}"


def test_what_the_first_versions_of_some_acts_told_is_read_as_what_it_was() -> None:
    extended = sample(acts.AgreementExtended).model_copy(update={"agreed_on": None, "approvals": ()})
    approval = sample(acts.ApprovalRecorded)
    rejected = sample(acts.DeliveryRejected)
    instruction = sample(acts.InstructionRecorded).model_copy(update={"families": ()})
    before = {name: each for name, each in json.loads(acts.dump(extended)).items() if name not in SINCE_THEN}

    assert acts.parse(extended.kind, 1, canonical.dumps(before)) == extended
    assert acts.parse(approval.kind, 1, acts.dump(approval)) == approval
    assert acts.parse(rejected.kind, 1, acts.dump(rejected)) == rejected
    told = {name: each for name, each in json.loads(acts.dump(instruction)).items() if name != "families"}
    assert acts.parse(instruction.kind, 1, canonical.dumps(told)) == instruction
    recovered = sample(acts.RecoveryApplied).model_copy(update={"left_on": None})
    told = {name: each for name, each in json.loads(acts.dump(recovered)).items() if name != "left_on"}
    assert acts.parse(recovered.kind, 1, canonical.dumps(told)) == recovered


SINCE_THEN = ("agreed_on", "approvals")


def test_every_upcast_leads_to_a_present_version() -> None:
    for kind, version in catalogue.UPCASTS:
        assert (kind, version + 1) in catalogue.CATALOGUE.keys() | catalogue.UPCASTS.keys()
        assert (kind, version) not in catalogue.CATALOGUE


def test_a_name_that_is_no_act_is_no_name_of_the_package() -> None:
    assert acts.AttemptRecorded is acts.CATALOGUE["attempt_recorded", 1]
    for name in ("AttemptMade", "attempt", "Leaf"):
        with pytest.raises(AttributeError):
            getattr(acts, name)


def test_the_words_of_acts_can_be_had_without_pydantic() -> None:
    check = (
        "import sys, store.keeping.acts.terms.attempts, store.keeping.acts.terms.store as words; "
        "print(words.Subject.FAMILY, 'pydantic' in sys.modules)"
    )

    told = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)

    assert told.stdout.split() == ["family", "False"]


def freeze_new_shapes() -> None:
    """Add the shapes of new kinds and versions to the frozen ones, which stay as they are."""
    frozen: dict[str, str] = json.loads(FROZEN.read_text("utf-8")) if FROZEN.exists() else {}
    FROZEN.write_text(json.dumps(shapes() | frozen, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    freeze_new_shapes()
