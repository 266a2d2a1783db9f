"""The term at base: how long the agreement runs, what was recorded about its end, and recording more.

Owns the list, the questions, and what is said before something is kept. Refuses to own what may be recorded (store).

Source: agreement 3.1-3.2, 14.2, 18.
"""

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.binding import BindingType

from store.agreement.lifetime import TermEnd, TermState
from store.agreement.london import london_day
from store.exchange.ending import Ending
from tui import term_words, wording
from tui.base.destroying import second_field
from tui.base.going_out import digest_lines
from tui.base.list_screen import ListScreen, Row, RowsRead
from tui.commands import TERM_COMMANDS, Command, bindings
from tui.common.page_screen import PageScreen
from tui.documents import document_digest
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.form import Form
from tui.forms.secrets import passphrase
from tui.moments import iso_day
from tui.paths import path_of
from tui.told import TermRecorded
from tui.widgets.cells import fitted
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.store import Store

_ON, _WHAT, _LAST = 11, 28, 17

_HOW: Final = (
    Option(TermEnd.ONE_MONTH_NOTICE.value, "notice, with the time the agreement asks for"),
    Option(TermEnd.IMMEDIATE_NOTICE.value, "notice with immediate effect"),
    Option(TermEnd.RAN_OUT.value, "its last day is over: it ran out"),
)
_DOCUMENT: Final = "Which document? Its whole path; its digest is kept."


class TermScreen(ListScreen):
    """What was recorded about the end, below how the term stands."""

    HEADING: ClassVar[str] = "Term"
    TITLES: ClassVar[str] = f"{'Recorded':<{_ON}} {'What':<{_WHAT}} {'Last day':<{_LAST}} By"
    NOTHING: ClassVar[tuple[str, ...]] = ("It is being read how long the agreement runs.",)
    KEYS: ClassVar[tuple[Command, ...]] = TERM_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def read(self, store: "Store") -> RowsRead:
        """Return how the term stands, and what was recorded about its end, the newest first."""
        from store.custody.naming import staff_names
        from store.exchange.ending import endings
        from store.keeping.term import term_stands

        names = staff_names(store)
        stands = term_words.term(term_stands(store), london_day(store.now()))
        told = [Row(each, _said(each, names.get(each.staff, ""))) for each in reversed(endings(store))]
        return RowsRead([Row(stands, stands, is_muted=True), *told])

    def choose(self) -> None:
        """See the whole of what is pointed at."""
        self.action_open()

    @work
    async def action_open(self) -> None:
        """See the whole of what is pointed at."""
        told = self.pointed
        if isinstance(told, Ending):
            await self.app.push_screen_wait(PageScreen("Term", ending_lines(told, self.size.width)))
        elif isinstance(told, str):
            await self.app.push_screen_wait(PageScreen("Term", paragraph(told, self.size.width, Tint.HEAD)))

    @work
    async def action_extend(self) -> None:
        """Record that the agreement was extended in writing."""
        from store.keeping.term import term_stands

        width, stands = self.size.width, await self.found(term_stands)
        if stands is None:
            return
        is_late = stands.state is TermState.ENDED
        if await self.ask(
            "Extension",
            extension_form(is_late=is_late),
            lambda answers: extension_means(answers, width, is_late=is_late),
            extended,
            "The extension is recorded: it goes to every laptop with its next bundle.",
        ):
            self.app.post_message(TermRecorded())

    @work
    async def action_ends(self) -> None:
        """Record how the agreement ends."""
        width = self.size.width
        if await self.ask(
            "The agreement ends",
            ending_form(),
            lambda answers: ending_means(answers, width),
            ended,
            "Recorded: every laptop hears of it with its next bundle.",
        ):
            self.app.post_message(TermRecorded())


def ending_lines(told: Ending, width: int) -> list[PageLine]:
    """Return the whole of one thing that was recorded about the end."""
    lines = [
        *paragraph(term_words.HOW[told.cause].capitalize(), width, Tint.HEAD),
        *paragraph(f"Recorded {wording.when(told.at)}.", width),
        *paragraph(f"The last day: {wording.day(told.ends_on)}.", width),
    ]
    if told.old_ends_on is not None:
        lines += paragraph(f"The last day before: {wording.day(told.old_ends_on)}.", width)
    if told.given_on is not None:
        lines += paragraph(f"Notice was given on {wording.day(told.given_on)}.", width)
    if told.agreed_on is not None:
        lines += paragraph(f"It was agreed on {wording.day(told.agreed_on)}.", width)
    if told.document_digest is not None:
        lines += [PageLine("SHA-256 of the document:"), *digest_lines(told.document_digest)]
    return lines


def _said(told: Ending, who: str) -> str:
    what = fitted(term_words.HOW[told.cause], _WHAT)
    last = wording.day(told.ends_on)
    return f"{wording.short_day(london_day(told.at)):<{_ON}} {what:<{_WHAT}} {last:<{_LAST}} {wording.plain(who)}"


# -- an extension


def extension_form(*, is_late: bool) -> Form:
    """Return what is asked about an extension; after the end also when it was agreed, and a second person."""
    return Form(
        (
            Field("until", "Runs until", "To the end of which day does it run now (like 2019-03-31)?", Kind.LINE,
                  check=iso_day),
            Field("agreed", "Agreed on",
                  "The agreement has ended. On which day before was that agreed (like 2018-08-31)?",
                  Kind.LINE, applies=lambda _: is_late, check=iso_day),
            Field("document", "Document", _DOCUMENT, Kind.LINE),
            second_field(applies=is_late),
        )
    )  # fmt: skip


def extension_means(answers: Answers, width: int, *, is_late: bool) -> list[PageLine]:
    """Return what keeping does."""
    day = wording.day(iso_day(one(answers, "until") or ""))
    runs = paragraph(f"The agreement runs to the end of {day}, at base and on every laptop that hears of it.", width)
    if not is_late:
        return runs
    return [
        *runs,
        *paragraph("What stood still since the end goes on, unless that day is over as well.", width, Tint.WARNING),
        *paragraph("What was called back or destroyed meanwhile stays so. Two people say so; the trail names both.",
                   width),
    ]  # fmt: skip


def extended(store: "Store", answers: Answers) -> None:
    """Record it; runs in the clerk's thread.

    Raises:
        StoreError: As `extend`.
    """
    from store.exchange.ending import Agreed, extend

    on, digest = one(answers, "agreed"), document_digest(path_of(one(answers, "document") or ""))
    agreed = Agreed(iso_day(on), partial(passphrase, answers, "second")) if on else None
    extend(store, iso_day(one(answers, "until") or ""), digest, agreed)


# -- an end


def ending_form() -> Form:
    """Return what is asked about how it ends."""

    def is_notice(answers: Answers) -> bool:
        return answers.get("how") in (TermEnd.ONE_MONTH_NOTICE, TermEnd.IMMEDIATE_NOTICE)

    def gives_time(answers: Answers) -> bool:
        return answers.get("how") == TermEnd.ONE_MONTH_NOTICE

    return Form(
        (
            Field("how", "Ends", "How does it end?", Kind.ONE, lambda _: _HOW),
            Field("given", "Given on", "On which day was notice given (like 2016-04-01)? Pass it by for today.",
                  Kind.LINE, applies=is_notice, may_be_empty=True, check=iso_day),
            Field("until", "Last day", "Which last day does it name? Pass it by for the first it can mean.", Kind.LINE,
                  applies=gives_time, may_be_empty=True, check=iso_day),
            Field("document", "Document", _DOCUMENT, Kind.LINE, applies=is_notice),
        )
    )  # fmt: skip


def ending_means(answers: Answers, width: int) -> list[PageLine]:
    """Return what keeping does, and that some of it cannot be taken back."""
    after = "no delivery is taken in, no family is given to a laptop, and laptops hand in and erase and nothing else."
    match TermEnd(one(answers, "how") or ""):
        case TermEnd.ONE_MONTH_NOTICE:
            said = f"After its last day {after} Until then an extension in writing lets it go on."
        case TermEnd.IMMEDIATE_NOTICE:
            said = f"It ends now, and nothing begins it again: {after}"
        case TermEnd.RAN_OUT:
            said = f"It is over, whatever a laptop's clock shows, unless it was extended in time: {after}"
    return [
        *paragraph(said, width, Tint.WARNING),
        *paragraph("Refusals, withdrawals, requests and incidents are taken all the same.", width),
    ]


def ended(store: "Store", answers: Answers) -> None:
    """Record it; runs in the clerk's thread.

    Raises:
        StoreError: As `give_notice` and `tell_run_out`.
    """
    from store.exchange.ending import give_notice, tell_run_out

    cause = TermEnd(one(answers, "how") or "")
    if cause is TermEnd.RAN_OUT:
        tell_run_out(store)
        return
    given, until = one(answers, "given"), one(answers, "until")
    digest = document_digest(path_of(one(answers, "document") or ""))
    given_on = iso_day(given) if given else london_day(store.now())
    give_notice(store, cause, given_on, iso_day(until) if until else None, digest)
