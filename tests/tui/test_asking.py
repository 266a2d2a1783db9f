"""Asking by keys alone: a key answers and goes on, Tab and Shift+Tab move, Enter keeps at the end."""

import asyncio
from collections.abc import Sequence

from textual import events
from textual.app import App, ComposeResult

from store.errors import StoreError
from tests.tui.test_form import made, offered
from tui.commands import FIELD_BEFORE
from tui.forms.asking import LETTERS_AT_MOST, AnswerInput, Asking
from tui.forms.fields import Field, Kind, Option
from tui.forms.form import Form
from tui.forms.summary import Summary
from tui.spans import minutes_read
from tui.widgets.key_line import keys_of_widget
from tui.widgets.page import PageLine
from tui.widgets.question import Question


class Asker(App[None]):
    """Shows one form and notes what it hears."""

    def __init__(self) -> None:
        super().__init__()
        self.form: Form = made()
        self.agreed = 0
        self.refused: list[type[StoreError]] = []

    def compose(self) -> ComposeResult:
        yield Asking(self.ending)

    def on_mount(self) -> None:
        self.query_one(Asking).ask(self.form)

    def ending(self) -> Sequence[PageLine]:
        return [PageLine("It will be kept.")]

    def on_asking_agreed(self) -> None:
        self.agreed += 1

    def on_asking_refused(self, message: Asking.Refused) -> None:
        self.refused.append(type(message.refusal))


def pressed(*keys: str, size: tuple[int, int] = (80, 24)) -> Asker:
    app = Asker()

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.press(*keys)

    asyncio.run(run())
    return app


def test_a_whole_form_is_answered_by_single_keys() -> None:
    app = pressed("2", "1", "2", "enter", "enter", "f", "i", "n", "e", "enter", "enter")

    assert app.form.answers() == {"result": "met", "met": ("a", "b"), "minutes": "60", "note": "fine"}
    assert app.agreed == 1
    assert app.refused == []


def test_what_is_only_looked_up_is_not_said_to_be_kept() -> None:
    def asked_at_end(*ending: PageLine) -> str:
        app, said = Asker(), []
        app.ending = lambda: ending  # type: ignore[method-assign]  # another form's

        async def run() -> None:
            async with app.run_test() as pilot:
                await pilot.press("1", "enter", "enter")
                said.append(app.query_one(Question).render_line(1).text.strip())

        asyncio.run(run())
        return said[0]

    assert asked_at_end(PageLine("It will be kept.")) == "Is this right? Enter keeps it."
    assert asked_at_end() == "Is this right? Enter goes on."


def test_shift_tab_goes_back_and_what_was_typed_stays() -> None:
    app = pressed("1", "5", "shift+tab")

    assert app.form.field is not None
    assert app.form.field.id == "result"
    assert app.form.answers()["minutes"] == "605"


def test_what_stands_there_first_is_kept_by_enter_and_typed_over_by_a_letter() -> None:
    def asked(*keys: str) -> tuple[object, str]:
        app = Asker()
        field = Field("minutes", "How long", "?", Kind.LINE, first="60", is_typed_over=True, reads=minutes_read)
        app.form = Form([field])

        async def run() -> None:
            async with app.run_test() as pilot:
                await pilot.press(*keys)

        asyncio.run(run())
        return app.form.answers()["minutes"], app.form.said(field)

    assert asked("enter") == ("60", "60 min")
    assert asked("4", "5", "enter") == ("45", "45 min")
    assert asked("4", "5", "enter", "shift+tab", "1", "enter") == ("451", "451 min")


def test_a_line_is_typed_where_its_question_stands() -> None:
    app = Asker()
    places: list[int] = []

    async def run() -> None:
        async with app.run_test() as pilot:
            await pilot.press("1")
            places.extend((app.query_one(Question).region.bottom, app.query_one(AnswerInput).region.y))

    asyncio.run(run())

    assert places[0] == places[1]


def test_pointing_and_enter_choose_what_a_key_would() -> None:
    app = pressed("down", "down", "enter")

    assert app.form.answers()["result"] == "met"


def test_enter_alone_answers_nothing() -> None:
    app = pressed("enter")

    assert "result" not in app.form.answers()
    assert [each.__name__ for each in app.refused] == ["AnswerMissingError"]


def test_what_is_pasted_is_one_line_and_as_long_as_there_is_room() -> None:
    app = Asker()

    async def run() -> None:
        async with app.run_test() as pilot:
            await pilot.press("1", "enter")
            assert app.focused is not None
            app.focused.post_message(events.Paste("beware\nof the  dog " + "x" * 1_000_000))
            await pilot.press("tab")

    asyncio.run(run())

    note = str(app.form.answers()["note"])
    assert note.startswith("beware of the dog xxx")
    assert len(note) == LETTERS_AT_MOST


def test_what_is_missing_is_told_where_it_is_asked() -> None:
    app = pressed("tab")

    assert [each.__name__ for each in app.refused] == ["AnswerMissingError"]
    assert app.form.field is not None


def test_the_summary_shows_each_field_with_its_answer_and_marks_the_one_asked() -> None:
    app = Asker()
    seen: list[str] = []

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("2")
            summary = app.query_one(Summary)
            seen.extend(summary.render_line(y).text.rstrip() for y in range(summary.size.height))

    asyncio.run(run())

    assert seen == [" ✓ Result                 somebody met", " > Met", " ✓ Minutes                60", "   Note"]


def test_a_form_can_be_answered_on_the_smallest_terminal() -> None:
    app = pressed("2", "1", "enter", "enter", "enter", "enter", size=(20, 5))

    assert app.agreed == 1


def test_at_the_end_a_key_answers_what_is_asked_nowhere_else() -> None:
    app = Asker()
    app.form = Form(
        [
            Field("result", "Result", "What came of it?", Kind.ONE, options=offered),
            Field("code", "Outcome", "Which?", Kind.ONE, options=offered, is_at_end=True),
        ]
    )

    async def run() -> None:
        async with app.run_test() as pilot:
            await pilot.press("1", "2", "enter")

    asyncio.run(run())

    assert app.form.answers() == {"result": "a", "code": "b"}
    assert app.agreed == 1


def test_the_footer_at_the_end_says_how_to_come_back_from_there() -> None:
    app = Asker()

    async def run() -> None:
        async with app.run_test() as pilot:
            await pilot.press("2", "1", "2", "enter", "enter", "f", "enter")
            assert app.form.is_at_end
            assert FIELD_BEFORE in keys_of_widget(app.screen.focused)

            await pilot.press("shift+tab")

    asyncio.run(run())
    assert not app.form.is_at_end


def test_who_was_chosen_is_read_whole_however_long_they_are_called() -> None:
    app = Asker()
    long = "Anne-Marie Featherstonehaugh-Cholmondeley, main carer, 34: linkage NO"
    short = "José Featherstonehaugh-Cholmondeley, young person, 14: linkage YES"
    people = (Option("a", long), Option("b", short))
    app.form = Form(
        [
            Field("who", "Who", "Who is asked?", Kind.ONE, options=lambda _: people),
            Field("met", "Met", "Who was met?", Kind.MANY, options=lambda _: people),
            Field("note", "Note", "Anything else?", Kind.LINE, first=long),
            Field("more", "More", "And more?", Kind.LINE, may_be_empty=True),
        ]
    )
    seen: list[list[str]] = []

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            for keys in ("1", "12", ["enter"]):
                await pilot.press(*keys)
                await pilot.pause()
                summary = app.query_one(Summary)
                seen.append([summary.render_line(y).text.rstrip() for y in range(summary.size.height)])

    asyncio.run(run())

    who = [
        " ✓ Who                    Anne-Marie Featherstonehaugh-Cholmondeley, main carer,",
        "                          34: linkage NO",
    ]
    note = " ✓ Note                   Anne-Marie Featherstonehaugh-Cholmondeley, main carer…"
    assert seen[0] == [*who, " > Met", note, "   More"]
    marked = " > Met                    Anne-Marie Featherstonehaugh-Cholmondeley, main carer…"
    assert seen[1] == [*who, marked, note, "   More"]
    assert seen[2] == [
        *who,
        " ✓ Met                    Anne-Marie Featherstonehaugh-Cholmondeley, main carer,",
        "                          34: linkage NO, José Featherstonehaugh-Cholmondeley,",
        "                          young person, 14: linkage YES",
        note.replace("✓", ">"),
        "   More",
    ]
