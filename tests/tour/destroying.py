"""What follows each destruction: a certificate that is checked where no store is, and backups that go with it."""

from tests.tour.stage import BASE, DRIVE, Stage


def certify(stage: Stage, name: str) -> None:
    """Certify what was destroyed last, and check the certificate where no store is."""
    order = stage.json(BASE, "destruction", "list")[-1]["order"]
    words = ("--order", order[:8], "--to", f"{name}.certificate", "--clear")
    stage.run(BASE, "destruction", "certificate", *words)
    assert stage.run("", "verify", f"{name}.certificate").startswith("Proved:")


def destroy_backups(stage: Stage) -> None:
    """Overwrite every backup there is: each holds what was destroyed since."""
    for path in sorted((stage.folder / DRIVE).iterdir()):
        named = path.stem.rpartition("-")[2]
        stage.run(BASE, "backup", "destroy", named, "--file", f"{DRIVE}/{path.name}")


def declare(stage: Stage, which: str) -> None:
    """Two people sign that nothing is left, once nothing is."""
    assert stage.run(BASE, "destruction", "gate", which).startswith("Nothing stands in the way")
    stage.together("destruction", "declare", which, "--to", f"{which}.declaration", "--clear")
    assert stage.run("", "verify", f"{which}.declaration").startswith("Proved:")
