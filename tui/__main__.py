"""The way in: the app where no verb is given, the command where one is.

Owns telling them apart before anything slow is loaded. Refuses to own either.
"""

import sys

from tui.launcher import app_words, run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(words: "Sequence[str] | None" = None) -> int:
    """Run Doorstep and return its exit code."""
    given = sys.argv[1:] if words is None else words
    app = app_words(given)
    if app is not None:
        return run(app)
    if words is None:  # or the process is somebody else's
        from store.hardening import refuse_dumps, refuse_eyes

        refuse_dumps()
        refuse_eyes()
    from tui.command import main as command

    return command(given)


if __name__ == "__main__":
    sys.exit(main())
