"""Taking a council's delivery in from base's screens: what is asked, and one delivery on its way in.

Owns the questions, and holding the file and its passphrase until it is done. Refuses to own every rule (store), and how
it looks (intake, columns).
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from store.agreement.purposes import DatasetKind
from store.errors import (
    CouncilUnknownError,
    DayFormError,
    DeliveryQuarantinedError,
    DeliveryUnreadableError,
    HeadingsUnsureError,
    OtherCouncilsFamiliesError,
    StoreError,
    UpdatesMissingError,
)
from store.exchange.intake.dates import day_of
from store.exchange.intake.file import read_delivery
from store.keeping.acts.terms.exchange import Channel, RowDecision
from store.keeping.names import hold_line
from tui import wording
from tui.base.roads import ROADS
from tui.clerk import Clerk
from tui.documents import document_digest
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.form import Form
from tui.forms.secrets import passphrase
from tui.paths import path_of
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.exchange.intake.arriving import Asked
    from store.exchange.intake.columns import Column, Columns
    from store.exchange.intake.fields import Field as Holds
    from store.exchange.intake.outcome import Outcome
    from store.keeping.store import Store

OTHER: Final = "\0other"
"""No council's name: a line of text holds no such sign."""

_KINDS: Final = (
    Option(DatasetKind.CONTACTS.value, "contact details"),
    Option(DatasetKind.REFUSALS.value, "refusals: who is not to be visited"),
    Option(DatasetKind.UPDATES.value, "updates before wave two"),
)
"""Eligibility is not among them: those who see contacts take none in (clause 7.2c); its keepers use the command."""


@dataclass(frozen=True, slots=True)
class Known:
    """What base knows before it asks.

    Attributes:
        councils: Those that anything came from.
        folder: Where the last delivery lay; empty where there was none.
    """

    councils: Sequence[str] = field(repr=False)
    folder: str = field(repr=False)


FOLDER: Final = "intake/folder"
"""How this device's note is called that holds where the last delivery lay."""


def known(store: "Store") -> Known:
    """Return what base knows before it asks; runs in the clerk's thread."""
    from store.exchange.intake.known import councils

    return Known(councils(store), store.notebook.note_if_any(FOLDER) or "")


def asking(known: Known) -> Form:
    """Return the questions about a delivery."""
    councils = [*(Option(each, wording.plain(each)) for each in known.councils), Option(OTHER, "another one")]

    file, by, passphrase = file_fields(known.folder)

    def is_new(answers: Answers) -> bool:
        return not known.councils or answers.get("council") == OTHER

    def is_of_contacts(answers: Answers) -> bool:
        return answers.get("kind") == DatasetKind.CONTACTS

    def is_stated(answers: Answers) -> bool:
        return is_of_contacts(answers) and bool(one(answers, "collected"))

    return Form(
        (
            file,
            Field("kind", "Holds", "What does it hold?", Kind.ONE, lambda _: _KINDS),
            Field(
                "council", "Council", "Which council sent it?", Kind.ONE, lambda _: councils,
                applies=lambda _: bool(known.councils),
            ),
            Field("name", "Council's name", "What is the council called?", Kind.LINE, applies=is_new, check=hold_line),
            by,
            Field(
                "letters", "Letters sent", "When did its letters go? Pass it by where each row says so.", Kind.LINE,
                applies=is_of_contacts, may_be_empty=True, check=_day,
            ),
            Field(
                "collected", "Collected", "From which day on were its records collected, as the council states? Pass it"
                " by where it states none.", Kind.LINE, applies=is_of_contacts, may_be_empty=True, check=_day,
            ),
            Field(
                "statement", "Statement", "Which document says so? Its whole path; its digest is kept.", Kind.LINE,
                applies=is_stated,
            ),
            passphrase,
        )
    )  # fmt: skip


def file_fields(folder: str) -> tuple[Field, Field, Field]:
    """Return what is asked about every file of a council: where it lies, by what road it came, what opens it."""
    return (
        Field("file", "File", "Which file? Its whole path, as it came.", Kind.LINE, first=folder),
        Field("by", "Came by", "By what road did it come?", Kind.ONE, lambda _: ROADS),
        Field(
            "passphrase", "Passphrase", "Its passphrase? Pass it by where it is to base's own key.", Kind.LINE,
            may_be_empty=True, is_secret=True,
        ),
    )  # fmt: skip


def _day(text: str) -> object:
    found = day_of(text)
    if found is None:
        raise DayFormError
    return found


class Delivering:
    """One delivery on its way in.

    Args:
        clerk: Holds the store.

    Attributes:
        columns: What its columns are taken for; None until it was looked into.
        unsure: Why somebody has to say whether its first line is headings; None where nobody has to.
        waits: Why it is not opened unless somebody says what was agreed; None where it is.
        draft: A notice to the council that was drafted when it could not be opened; empty where there is none, and once
            the same file was opened after all.
        outcome: What came of it, once it is taken in.
    """

    def __init__(self, clerk: Clerk) -> None:
        self._clerk = clerk
        self._asked: Asked | None = None
        self._told: dict[str, Holds] = {}
        self.columns: Columns | None = None
        self.unsure: StoreError | None = None
        self.waits: StoreError | None = None
        self.draft = ""
        self._unread = b""
        self.outcome: Outcome | None = None

    @property
    def kind(self) -> DatasetKind:
        """What it was said to hold."""
        assert self._asked is not None
        return self._asked.kind

    def means(self, answers: Answers) -> Sequence[PageLine]:
        """Return what keeping the first form will do."""
        del answers
        return [
            PageLine("It is opened in memory and its columns are shown, with every value masked."),
            PageLine("Nothing is taken in before you have seen them.", Tint.MUTED),
        ]

    async def look_into(self, answers: Answers) -> None:
        """Open it and find out what its columns hold.

        Raises:
            StoreError: It was turned away, or cannot be opened; what tells the council of that is then in `draft`.
        """
        asked = await asyncio.wrap_future(self._clerk.ask(lambda store: _asked(store, answers)))
        await self._look(asked)

    async def look_as_agreed(self, reason: str) -> None:
        """Open one that waited apart, because of what was agreed.

        Raises:
            StoreError: As `look_into`.
        """
        assert self._asked is not None
        await self._look(replace(self._asked, out_of_schedule=reason))

    async def say_first_line(self, *, is_headed: bool) -> None:
        """Say whether its first line is headings; what was said of its columns is said of others then.

        Raises:
            StoreError: As `look_into`.
        """
        assert self._asked is not None
        self._told = {}
        await self._look(replace(self._asked, is_headed=is_headed))

    async def _look(self, asked: "Asked") -> None:
        from store.exchange.intake.deed import preview

        self._asked, self.waits, self.unsure = asked, None, None
        try:
            self.columns = await asyncio.wrap_future(self._clerk.ask(lambda store: preview(store, asked)))
        except (DeliveryQuarantinedError, CouncilUnknownError) as refusal:
            if asked.out_of_schedule:
                raise
            self.waits = refusal
        except HeadingsUnsureError as refusal:
            self.unsure = refusal
        except DeliveryUnreadableError as refusal:
            self.draft, self._unread = refusal.notice or self.draft, asked.raw
            raise
        if self.waits is None and asked.raw == self._unread:
            self.draft = ""

    def explain(self, column: "Column", holds: "Holds") -> None:
        """Take what somebody says a column holds."""
        assert self.columns is not None
        self._told[str(column.number)] = holds
        self.columns = replace(
            self.columns, every=tuple(replace(e, holds=holds) if e == column else e for e in self.columns.every)
        )

    def say_joined(self, reason: str) -> None:
        """Say why another council's families come under this one's name."""
        assert self._asked is not None
        self._asked = replace(self._asked, joined=reason)

    def asked(self, gone: RowDecision | None) -> "Asked":
        """Return what is asked by now, with what was said of its columns and of families it no longer names."""
        assert self._asked is not None
        return replace(self._asked, told=dict(self._told), gone=gone)

    async def take_in(self, progress: Callable[[str, int, int], None], gone: RowDecision | None = None) -> None:
        """Take it in.

        Args:
            progress: Told how far it is, in the clerk's thread.
            gone: What becomes of families that it no longer names; None to be asked.

        Raises:
            FamiliesGoneError: That has to be said first.
            OtherCouncilsFamiliesError: Why they come under this name has to be said first.
            StoreError: As `intake`.
        """
        from store.exchange.intake.deed import intake

        asked = self.asked(gone)
        self.outcome = await asyncio.wrap_future(self._clerk.ask(lambda store: intake(store, asked, progress)))


def agreed_form() -> Form:
    """Return the question about a delivery that is of no agreed batch, or of a council nobody knows."""
    question = "What was agreed, and in which letter?"
    return Form((Field("agreed", "Agreed", question, Kind.LINE, check=hold_line),))


def agreed_means(refusal: StoreError, width: int) -> Sequence[PageLine]:
    """Return what saying so means."""
    return [
        *paragraph(refusal.message, width, Tint.WARNING),
        *paragraph("What you say stands in the trail with your name, and the delivery is opened.", width),
    ]


def joined_form(refusal: OtherCouncilsFamiliesError) -> Form:
    """Return the question about families that came from other councils before."""
    question = f"{wording.plain(refusal.message)} Why do they come under this name now, and which letter says so?"
    return Form((Field("joined", "Because", question, Kind.LINE, check=hold_line),))


def joined_means(width: int) -> Sequence[PageLine]:
    """Return what saying so means."""
    known = "Whoever is here, or refused, under one of the names is so under each: nobody is taken in twice."
    return [
        *paragraph(known, width, Tint.WARNING),
        *paragraph("It holds for every later delivery. What you say stands in the trail with your name.", width),
    ]


def gone_form(kind: DatasetKind) -> Form:
    """Return the question about families that a delivery no longer names."""
    is_update = kind is DatasetKind.UPDATES
    options = (
        Option(RowDecision.KEEP.value, f"nothing: they stay as they are{', where their yes stands' * is_update}"),
        Option(
            RowDecision.REMOVE.value,
            "they go with those who did not agree" if is_update else "nobody visits them any more: they are locked",
        ),
    )
    return Form((Field("gone", "Not named", "What becomes of them? Ask the council.", Kind.ONE, lambda _: options),))


def gone_means(answers: Answers, refusal: StoreError, width: int) -> Sequence[PageLine]:
    """Return what saying so means."""
    said = paragraph(refusal.message, width)
    if answers.get("gone") == RowDecision.REMOVE and isinstance(refusal, UpdatesMissingError):
        return [*said, *paragraph("What is held of them is destroyed, once two people approve.", width, Tint.WARNING)]
    if answers.get("gone") == RowDecision.REMOVE:
        return [*said, *paragraph("They are locked here, and on laptops with the next bundle.", width, Tint.WARNING)]
    return said


def _asked(store: "Store", answers: Answers) -> "Asked":
    """Return what is asked to be taken in; runs in the clerk's thread, and reads the file."""
    from store.exchange.intake.arriving import Asked, Statement
    from store.exchange.ticket import hold_supervisor_of_base

    hold_supervisor_of_base(store)  # before anything is read or noted
    path = path_of(one(answers, "file") or "")
    raw = read_delivery(path)
    store.notebook.write_note(FOLDER, f"{path.parent}/")
    council = one(answers, "council")
    letters = one(answers, "letters")
    collected = day_of(one(answers, "collected") or "")
    digest = None if collected is None else document_digest(path_of(one(answers, "statement") or ""))
    return Asked(
        raw=raw,
        kind=DatasetKind(one(answers, "kind") or ""),
        council=council if council and council != OTHER else one(answers, "name") or "",
        passphrase=partial(passphrase, answers, "passphrase"),
        letters_sent_on=None if letters is None else day_of(letters),
        statement=None if collected is None or digest is None else Statement(collected, digest),
        channel=Channel(one(answers, "by") or ""),
    )
