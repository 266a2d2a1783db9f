"""The floor of starting: a Textual app of one Static. Run as a program of its own."""

from textual.app import App, ComposeResult
from textual.widgets import Static

SHOWN = "Nothing but this"


class BareApp(App[None]):
    """Shows one sentence."""

    def compose(self) -> ComposeResult:
        yield Static(SHOWN)


if __name__ == "__main__":
    BareApp().run()
