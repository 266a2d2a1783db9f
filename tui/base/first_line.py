"""Whether the first line of a delivery's table is headings or a family, asked where the store cannot tell.

Owns the question. Refuses to own when it is asked (store), and what of the delivery is told anew then (delivering).
"""

from typing import TYPE_CHECKING, Any, Final

from store.errors import StoreError
from tui.base.delivering import Delivering
from tui.common.form_screen import FormScreen
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.form import Form
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from textual.screen import Screen

_HEADINGS: Final = "headings"
_OPTIONS: Final = (
    Option(_HEADINGS, "headings: what each column is called"),
    Option("family", "a family, as every line below it"),
)
_QUESTION: Final = "What is the first line of its table?"


async def ask_first_line(screen: "Screen[Any]", delivery: Delivering, why: StoreError) -> bool:
    """Ask what the first line is, and look into the delivery again; return whether that was said.

    Args:
        screen: Asks.
        delivery: Was looked into.
        why: What the store said of it.
    """

    async def keep(answers: Answers) -> None:
        await delivery.say_first_line(is_headed=one(answers, "first") == _HEADINGS)

    means = paragraph(why.message, screen.size.width)
    form = Form((Field("first", "First line", _QUESTION, Kind.ONE, lambda _: _OPTIONS),))
    is_said = await screen.app.push_screen_wait(FormScreen("The first line", form, lambda _: means, keep))
    return bool(is_said)
