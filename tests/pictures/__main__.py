"""`make screenshots`: draw every picture anew, into screenshots/."""

from pathlib import Path

from tests.pictures import PICTURES, drawn

for name in PICTURES:
    (Path("screenshots") / name).write_text(drawn(name), "utf-8")
    print(f"screenshots/{name}")  # noqa: T201
