"""What somebody else checks of interviews and consents: drawing it, and what came of each.

Owns the questions. Refuses to own the draw, and who may check what (store).

Source: agreement A8; design 6.
"""

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType

from store.agreement.purposes import Purpose
from store.custody.naming import staff_names
from store.custody.trail import reference_of
from store.exchange.back_checks import Checked, checks, draw_checks, look, purposes_of, record_result
from store.keeping.acts.terms.consents import BackCheckResult
from tui import wording
from tui.base.list_screen import ListScreen, Row, RowsRead
from tui.commands import BACK_CHECKS_COMMANDS, Command, bindings
from tui.field.family_page import name_in
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.form import Form
from tui.widgets.cells import fitted, padded
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.store import Store

_DUE, _MATTER, _REFERENCE, _BY = 11, 13, 13, 22
_RESULTS = (
    Option(BackCheckResult.CONFIRMED.value, "confirmed: it was as it stands here"),
    Option(BackCheckResult.NOT_REACHED.value, "not reached: the check stays open"),
    Option(BackCheckResult.FAILED.value, "failed: linkage and re-contact wait"),
    Option(BackCheckResult.SETTLED.value, "settled: after a failure, it counts again"),
)


class BackChecksScreen(ListScreen):
    """The checks, open ones first."""

    HEADING: ClassVar[str] = "Back-checks"
    TITLES: ClassVar[str] = f"{'Due':<{_DUE}} {'Of':<{_MATTER}} {'Family':<{_REFERENCE}} {'Done by':<{_BY}} Came to"
    NOTHING: ClassVar[tuple[str, ...]] = ("Nothing was drawn for checking.", "d draws what is to be checked.")
    KEYS: ClassVar[tuple[Command, ...]] = BACK_CHECKS_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def read(self, store: "Store") -> RowsRead:
        """Return every check."""
        names, every = staff_names(store), checks(store)
        purposes = purposes_of(store, every)
        rows = []
        for each in sorted(every, key=lambda check: (not check.is_open, check.due_on or "")):
            by = wording.plain(names.get(each.candidate.done_by, "not on the register"))
            came = "open" if each.result is None else each.result.value.replace("_", " ")
            purpose = purposes.get(each.candidate.record)
            of = fitted(_plain(purpose) if purpose else each.candidate.matter.value, _MATTER)
            due = wording.short_day(each.due_on) if each.due_on else "any day"
            reference = reference_of(store, each.candidate.family) or "erased"
            rows.append(
                Row(
                    each.back_check,
                    f"{due:<{_DUE}} {of:<{_MATTER}}"
                    f" {padded(fitted(wording.plain(reference), _REFERENCE), _REFERENCE)}"
                    f" {padded(fitted(by, _BY), _BY)} {came}",
                    is_muted=not each.is_open,
                )
            )
        return RowsRead(rows)

    def choose(self) -> None:
        """Tell what came of the check that is pointed at."""
        self.action_open()

    @work
    async def action_open(self) -> None:
        """Tell what came of the check that is pointed at."""
        named: str | None = self.pointed
        if named is None:
            return

        checked = await self.found(lambda store: look(store, named))
        if checked is None:
            self.look()  # its family may have been destroyed meanwhile
            return

        def needs_finding(answers: Answers) -> bool:
            return answers.get("result") in (BackCheckResult.FAILED, BackCheckResult.SETTLED)

        form = Form(
            (
                Field("result", "Came to", _asked(checked), Kind.ONE, lambda _: _RESULTS),
                Field("finding", "Found", "What was found?", Kind.LINE, applies=needs_finding),
            )
        )

        def means(answers: Answers) -> list[PageLine]:
            if answers.get("result") != BackCheckResult.FAILED:
                return [PageLine("It is kept as yours: whoever did the work cannot check it.")]
            said = "This person's linkage and re-contact wait until it is settled."
            return [*paragraph(said, self.size.width, Tint.WARNING)]

        def deed(store: "Store", answers: Answers) -> None:
            record_result(store, named, BackCheckResult(one(answers, "result") or ""), one(answers, "finding"))

        await self.ask("Back-check", form, means, deed, "What came of the check is kept.")

    @work
    async def action_draw(self) -> None:
        """Draw what is to be checked of all that was done since the last draw."""
        sure = (Option("yes", "yes, at random, by the share that was agreed"),)
        form, drawn = Form((Field("sure", "Draw", "Draw now?", Kind.ONE, lambda _: sure),)), [0]

        def deed(store: "Store", answers: Answers) -> None:
            del answers
            drawn[0] = draw_checks(store)

        means = [PageLine("What is drawn cannot be drawn again another way: the trail tells of the draw.")]
        await self.ask("Draw checks", form, lambda _: means, deed, "The checks are drawn.")


def _asked(checked: Checked) -> str:
    """Return what is asked, after what stands here: whoever is asked again does not know what a list calls it."""
    from store.keeping.acts import ConsentRecorded  # loads every act: base starts without

    of, candidate = checked.record, checked.check.candidate
    who = name_in(checked.file, candidate.person, "somebody of the family")
    if isinstance(of, ConsentRecorded):
        target = f" ({wording.plain(of.target)})" if of.target else ""
        stands = f"{_plain(of.purpose)}{target} {wording.words(of.decision)}"
    else:
        stands = f"interview {wording.words(of.state)}"
    before = f" Found before: {wording.plain(checked.check.finding)}." if checked.check.finding else ""
    return f"{wording.plain(who)}: {stands}, {wording.when(checked.at)}.{before} What came of it?"


def _plain(purpose: Purpose) -> str:
    return purpose.value if purpose is Purpose.RECONTACT else purpose.value.replace("-", " ")
