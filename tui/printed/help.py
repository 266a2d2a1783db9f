"""`doorstep help`: a guide, printed."""

import argparse

from tui import guides
from tui.guides import Kind
from tui.printed import paper


def run(chosen: argparse.Namespace) -> None:
    """Print a page; without one, which there are."""
    if chosen.guide is None:
        print("There is a page each:")
        for guide in guides.GUIDES:
            title = next(guides.parts(guides.source(guide))).text
            paper.say(title, f"  doorstep help {guide:<12}")
        paper.say("`doorstep --help` has every command, `doorstep VERB --help` one of them; F1 has the app's keys.")
        return
    before = None
    for kind, text in guides.parts(guides.source(chosen.guide)):
        if before is Kind.TITLE or not guides.follows_closely(kind, before):
            print()
        before = kind
        paper.say(text, {Kind.POINT: "- ", Kind.TYPED: "    "}.get(kind, ""))
