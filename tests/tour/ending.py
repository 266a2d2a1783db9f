"""The end: proofs are handed over, everything is destroyed everywhere, two declarations, one audit pack."""

from tests.tour.between import DEPARTMENT, opened
from tests.tour.stage import BASE, LAPTOPS, Stage

TERM = "2017-06-01"


def end_the_term(stage: Stage) -> None:
    """Whoever still works here is trained anew before a year is over; some months later it ends."""
    stage.telling.chapter("The end")
    for who in ("Supervisor One", "Supervisor Two"):
        stage.run(BASE, "staff", "credential", "add", "--name", who)
    stage.run(BASE, "practice-clock", "--to", TERM)


def hand_over(stage: Stage) -> None:
    """The controller keeps the proof of every consent; base sends them before it destroys its own."""
    words = ("--to", "proofs.sealed", "--document", "letter.txt", "--by", "Officer at DCLG", "--for", DEPARTMENT)
    stage.run(BASE, "destruction", "hand-over", *words)
    opened(stage, "proofs.sealed", "proofs")


def destroy_the_original(stage: Stage) -> None:
    """What councils delivered, as it came, goes first: declaration 1."""
    stage.run(BASE, "destruction", "gate", "original")
    stage.together("destroy", "--original")
    certify(stage, "original")
    stage.run(BASE, "destruction", "gate", "original")
    declare(stage, "original")


def call_everything_back(stage: Stage) -> None:
    """What laptops still have is recalled, by keys."""
    with stage.seated(BASE, "508 delivered") as seat:
        seat.press("f")
        seat.see("Families")
        seat.press("2")
        seat.press("r")
        stage.telling.look(seat)
        seat.see("zzzz")


def destroy_everything(stage: Stage) -> None:
    """Laptops first, by order; base last."""
    stage.run(BASE, "destroy", "--all", "--plan")
    stage.together("destroy", "--all")
    stage.sync(BASE, *LAPTOPS, BASE)
    stage.run(BASE, "destroy", "--go-on")
    certify(stage, "everything")
    stage.sync(BASE, *LAPTOPS, BASE)
    stage.run(BASE, "destruction", "gate", "all-copies")


def certify(stage: Stage, name: str) -> None:
    """The certificate of what was destroyed last, checked where no store is."""
    order = stage.json(BASE, "destruction", "list")[-1]["order"]
    words = ("--order", order[:8], "--to", f"{name}.certificate", "--clear")
    stage.run(BASE, "destruction", "certificate", *words)
    stage.run("", "verify", f"{name}.certificate")


def declare(stage: Stage, which: str) -> None:
    """Two people sign."""
    stage.together("destruction", "declare", which, "--to", f"{which}.declaration", "--clear")
    stage.run("", "verify", f"{which}.declaration")
