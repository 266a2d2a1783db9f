"""Words are completed in each shell as it does it itself."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.tui.running import Run
from tui.arguments import SHELLS

ASKED = {
    "bash": 'source "$1"; COMP_WORDS=(doorstep device re); COMP_CWORD=2; _shtab_doorstep doorstep re device;'
    ' echo "${COMPREPLY[@]}"',
    "zsh": 'autoload -U compinit; compinit -D; eval "$(<"$1")"; print $_comps[doorstep]',
    "fish": 'source $argv[1]; complete -C "doorstep device re"',
}
"""What each is told to complete what somebody began to type, or at least to say what it would call."""


def there(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"there is no {shell} here")


def asked(shell: str, script: Path) -> str:
    how: Sequence[str] = ("-f", "-c") if shell == "zsh" else ("-c",)
    words = [shell, *how, ASKED[shell], *([] if shell == "fish" else [shell]), str(script)]
    ended = subprocess.run(words, capture_output=True, text=True, check=False, cwd=script.parent)
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


@pytest.mark.parametrize("shell", [pytest.param(each, marks=there(each)) for each in ("bash", "fish")])
def test_a_shell_completes_what_was_begun(run: Run, shell: str, tmp_path: Path) -> None:
    script = tmp_path / "completion"
    script.write_text(run("completion", shell).out, "utf-8")

    told = asked(shell, script)

    words = [line.partition("\t")[0] for line in told.splitlines()] if shell == "fish" else told.split()
    assert sorted(words) == ["renew-keys", "retire", "returned", "reuse", "revoke"]


@pytest.mark.skipif(shutil.which("zsh") is None, reason="there is no zsh here")
def test_zsh_knows_whom_to_ask(run: Run, tmp_path: Path) -> None:
    script = tmp_path / "completion"
    script.write_text(run("completion", "zsh").out, "utf-8")

    told = asked("zsh", script)

    assert told.splitlines()[0] == "_shtab_doorstep"


@pytest.mark.parametrize("shell", SHELLS)
def test_every_verb_is_there_and_what_lies_on_a_disk_is_offered_as_such(run: Run, shell: str) -> None:
    told = run("completion", shell).out

    assert [verb in told for verb in ("intake", "stop-code", "passphrase-stdin")] == [True] * 3
    assert {"bash": "_shtab_compgen_files", "zsh": "_files"}.get(shell, "") in told


def test_nobody_waits_for_it_who_does_not_ask() -> None:
    """The launcher is the standard library's alone, and the command loads this for its own verb."""
    code = "import sys; import tui.launcher, tui.arguments; print('shtab' in sys.modules)"

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert told.strip() == "False"
