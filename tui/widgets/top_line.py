"""The header: where one is, on which device, whether it is practice, how the disk stands, what is unsent.

Owns painting it in one line: what does not fit beside the title goes whole, the least important first. Refuses to own
any of the facts.
"""

from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip

from tui.widgets.cells import fitted
from tui.widgets.painted import Painted


@dataclass(frozen=True, slots=True)
class Standing:
    """What the header tells beside the title.

    Attributes:
        device: What this device is called.
        is_practice: Whether it is a practice store.
        disk: How the disk stands, in a word or two.
        unsent: What base does not hold yet and since when; empty where that is nothing.
        back: By when somebody at a door is expected back; empty where nobody is there.
        clock: The soonest clock and its end; empty where none runs.
    """

    device: str
    is_practice: bool
    disk: str
    unsent: str = ""
    clock: str = ""
    back: str = ""


class TopLine(Painted, can_focus=False):
    """One line above everything.

    Args:
        title: Where one is; no family's name stands here.
    """

    COMPONENT_CLASSES = {"top-line--badge"}  # noqa: RUF012  # Textual's own way
    DEFAULT_CSS = """
    TopLine { height: 1; dock: top; background: $panel; color: $foreground; }
    TopLine > .top-line--badge { color: $foreground; text-style: bold reverse; }
    """
    standing: reactive[Standing | None] = reactive(None)

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def on_mount(self) -> None:
        """Tell what the app knows, and whatever it hears later."""
        self.watch(self.app, "standing", self._tell)

    def _tell(self, standing: Standing | None) -> None:
        self.standing = standing

    def render_line(self, y: int) -> Strip:  # noqa: ARG002  # Textual's own signature
        """Return the line."""
        width = self.size.width
        plain = self.ink()
        said = self.standing
        if said is None:
            return Strip([Segment(f" {self._title}", plain)]).adjust_cell_length(width, plain)
        badge = [Segment(" PRACTICE ", self.ink("top-line--badge"))] if said.is_practice else []
        badge_width = 10 if badge else 0
        left = f" {self._title}  {said.device} "
        facts = [each for each in (said.back, said.clock, said.unsent, said.disk) if each]
        room = width - badge_width - 1
        while len(facts) > 1 and cell_len(left) + 1 + cell_len("  ".join(facts)) > room:
            facts.pop()
        right = "  ".join(facts)
        left = fitted(left, min(cell_len(left), max(12, room - cell_len(right) - 1)))
        right = fitted(right, max(0, room - cell_len(left)))
        middle = " " * max(0, room - cell_len(left) - cell_len(right))
        return Strip(
            [Segment(left, plain + Style(bold=True)), *badge, Segment(f"{middle}{right} ", plain)]
        ).adjust_cell_length(width, plain)
