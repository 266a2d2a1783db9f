"""The floor of a key: the smallest Textual app that answers one. Run as a program of its own."""

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static

SHOWN = "keys so far: 0"


class AnsweringApp(App[None]):
    """Counts keys."""

    count = 0

    def compose(self) -> ComposeResult:
        yield Static(SHOWN)

    def on_key(self, _: events.Key) -> None:
        self.count += 1
        self.query_one(Static).update(f"keys so far: {self.count}", layout=False)


if __name__ == "__main__":
    AnsweringApp().run()
