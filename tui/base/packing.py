"""A person's pack: which request, whose, what is asked before it is written, and writing it.

Owns the questions and the sentences. Refuses to own what belongs to a pack (store), and pointing at its items (pack).

Source: agreement 10, A4.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.clock import LONDON
from store.custody.requests.known import Request
from store.exchange.person_pack import Excerpt, Pack
from store.ids import FamilyId, PersonId
from store.keeping.acts.terms.exchange import ExportPurpose
from store.keeping.acts.terms.incidents import RequestKind, RequestStep
from store.keeping.names import hold_line
from tui import pack_words, wording
from tui.base import going_out
from tui.base.going_out import Offered
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.form import Form
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.store import Store

_ID_CHARS: Final = 8


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before it is asked.

    Attributes:
        requests: Open ones that ask what is held, the newest first.
        asked_by: Who asks, one each; None where nobody knows.
        to: Whom it can go to.
    """

    requests: Sequence[Request] = field(repr=False)
    asked_by: Sequence[str | None] = field(repr=False)
    to: Offered = field(repr=False)


def offered(store: "Store") -> Known:
    """Return what is known before it is asked; runs in the clerk's thread."""
    from store.custody.requests.known import requests, who_asks

    found = [each for each in requests(store) if each.end is None and each.kind is RequestKind.SUBJECT_ACCESS]
    return Known(found, [who_asks(store, each) for each in found], going_out.offered(store, ExportPurpose.DATA_SUBJECT))


class Asking:
    """One pack on its way: the request, then whose, then what is held.

    Attributes:
        known: What was known before.
        request: The request it answers.
        family: Whose family.
        people: Everybody of it.
        pack: What is held; None before it was gathered.
        is_written: Whether it left.
    """

    def __init__(self, known: Known) -> None:
        self.known = known
        self.request: Request | None = None
        self.family: FamilyId | None = None
        self.people: Sequence[tuple[PersonId, str]] = ()
        self.pack: Pack | None = None
        self.is_written = False

    def look(self, store: "Store", answers: Answers) -> None:
        """Find the family, by its reference where the request does not say whose it is; runs in the clerk's thread.

        Raises:
            StoreError: The reference names none.
        """
        from store.custody.trail import family_of_reference
        from store.exchange.person_pack import people_of

        (self.request,) = [each for each in self.known.requests if each.request == one(answers, "request")]
        self.family = self.request.family or family_of_reference(store, one(answers, "family") or "")
        self.people = people_of(store, self.family)

    def gather(self, store: "Store", answers: Answers) -> None:
        """Gather what is held; runs in the clerk's thread.

        Raises:
            StoreError: As `person_pack.gather`.
        """
        from store.exchange.person_pack import gather

        assert self.family is not None
        ((person, name),) = [each for each in self.people if each[0] == one(answers, "person")]
        self.pack = gather(store, self.family, person, name)


def whose_form(known: Known) -> Form:
    """Return what is asked about the request and its family."""
    requests = [
        Option(each.request, _request_words(each, who))
        for each, who in zip(known.requests, known.asked_by, strict=True)
    ]
    of_nobody = {each.request for each in known.requests if each.family is None}
    return Form(
        (
            Field("request", "Request", "Which request does it answer?", Kind.ONE, lambda _: requests),
            Field(
                "family", "Family", "Whose is it? The council's reference.", Kind.LINE, check=hold_line,
                applies=lambda answers: answers.get("request") in of_nobody,
            ),
        )
    )  # fmt: skip


def whose_means() -> list[PageLine]:
    """Return what follows."""
    return [PageLine("Who of the family it is, is asked next. Nothing is kept yet.")]


def who_form(people: Sequence[tuple[PersonId, str]]) -> Form:
    """Return what is asked about the person."""
    options = [Option(person, wording.plain(name)) for person, name in people]
    return Form((Field("person", "Person", "Who of the family asks?", Kind.ONE, lambda _: options),))


def who_means() -> list[PageLine]:
    """Return what follows."""
    return [
        PageLine("What is held of them is shown, each thing by itself, to be read by you"),
        PageLine("for what it tells of anybody else (10, A4). Nothing leaves yet."),
    ]


def write_form(asking: Asking) -> Form:
    """Return what is asked when it is written."""
    read = (Option("yes", "yes, every item, for what it tells of others"),)
    return Form(
        (
            Field("read", "All read", "Have you read every item?", Kind.ONE, lambda _: read),
            going_out.whom_field(asking.known.to, may_be_clear=True),
            *going_out.road_fields(asking.known.to),
        )
    )


def write_means(asking: Asking, out: Collection[int], answers: Answers, width: int) -> Iterator[PageLine]:
    """Yield what leaves."""
    assert asking.pack is not None
    pack = asking.pack
    count = len(pack.excerpts) - len(out)
    yield from paragraph(
        f"{wording.counted(count, 'item')} about {pack.name}; {len(out):,} left out, and {pack.others_count:,} about"
        " others alone.",
        width,
        Tint.HEAD,
    )
    yield from paragraph("That you read it for what it tells of others stands on the request, with your name.", width)
    yield from paragraph("Pages to read are written beside it.", width)
    yield from going_out.means(asking.known.to, answers, "person pack", count, "10", width)


def write(store: "Store", asking: Asking, out: Collection[int], answers: Answers) -> None:
    """Write it, and the pages beside it; runs in the clerk's thread.

    Raises:
        StoreError: As `follow`, `write_pack` and `let_out`.
    """
    from store.custody.requests.following import follow
    from store.custody.requests.known import request_named
    from tui.pages.person_pack import leave

    assert asking.pack is not None
    assert asking.request is not None
    to = going_out.sealed_for(asking.known.to, answers)
    request = request_named(store, asking.request.request)
    if not request.has(RequestStep.THIRD_PARTY_REVIEWED):
        follow(store, request, RequestStep.THIRD_PARTY_REVIEWED)
        request = request_named(store, asking.request.request)
    leave(store, asking.pack, request, out, going_out.path(store, answers), to)


def excerpt_lines(excerpt: Excerpt, width: int) -> list[PageLine]:
    """Return the whole of one thing that is held."""
    whose = "About the family: others may stand in it." if excerpt.is_shared else "About this person alone."
    lines = [
        *paragraph(f"{excerpt.number}  {pack_words.what(excerpt.kind)}", width, Tint.HEAD),
        PageLine(whose, Tint.WARNING if excerpt.is_shared else Tint.MUTED),
    ]
    for text in pack_words.lines(excerpt.kind, excerpt.said):
        lines += paragraph(text, width)
    return lines


def _request_words(each: Request, who: str | None) -> str:
    day = wording.day(each.received_at.astimezone(LONDON).date())
    return f"{each.request[:_ID_CHARS]}, {day}, {wording.plain(who or 'not said by whom')}"
