"""Commands that answer, fail, hang, never stop or are not there."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Thread

import pytest

from store.custody.volumes import Encrypted, macos, windows
from store.custody.volumes.command import CAP_BYTES, Answer, Silence, ask

QUICK_S = 0.5
PATIENT_S = 30.0


def python(script: str) -> Sequence[str]:
    return (sys.executable, "-S", "-c", script)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Every process that was started."""
    processes: list[subprocess.Popen[bytes]] = []

    class Watched(subprocess.Popen[bytes]):
        def __init__(self, *args: object, **named: object) -> None:
            super().__init__(*args, **named)  # type: ignore[call-overload]  # whatever the caller says
            processes.append(self)

    monkeypatch.setattr(subprocess, "Popen", Watched)
    return processes


def test_an_answer_comes_with_its_exit_code_whatever_that_is() -> None:
    answer = ask(python("print('FileVault is On.'); raise SystemExit(3)"), PATIENT_S)

    assert isinstance(answer, Answer)
    assert (answer.text.strip(), answer.exit_code) == ("FileVault is On.", 3)


def test_a_command_is_asked_in_a_neutral_language_without_standard_input() -> None:
    script = "import os, sys; print(os.environ['LC_ALL'], os.environ['LANGUAGE'], repr(sys.stdin.read()))"

    answer = ask(python(script), PATIENT_S)

    assert isinstance(answer, Answer)
    assert answer.text.strip() == "C C ''"


def test_what_goes_to_standard_error_is_no_answer(capfd: pytest.CaptureFixture[str]) -> None:
    assert ask(python("import sys; sys.stderr.write('FileVault is On.')"), PATIENT_S) == Answer("", 0)
    assert capfd.readouterr().err == ""


def test_bytes_that_are_no_text_do_not_break_anything() -> None:
    answer = ask(python(r"import sys; sys.stdout.buffer.write(b'\xff1')"), PATIENT_S)

    assert answer == Answer("\ufffd1", 0)


def test_a_missing_command_is_missing(tmp_path: Path) -> None:
    assert ask((str(tmp_path / "fdesetup"),)) is Silence.MISSING


def test_a_command_that_may_not_be_started_is_refused(tmp_path: Path) -> None:
    assert ask((str(tmp_path),)) is Silence.REFUSED


def test_a_hanging_command_is_given_up_and_killed(started: list[subprocess.Popen[bytes]]) -> None:
    assert ask(python("import threading; threading.Event().wait()"), QUICK_S) is Silence.HUNG
    assert [process.returncode == 0 or process.returncode is None for process in started] == [False]


def test_a_command_that_answers_and_then_hangs_is_given_up_and_killed(started: list[subprocess.Popen[bytes]]) -> None:
    script = "import os, threading; os.write(1, b'FileVault is On.'); os.close(1); threading.Event().wait()"

    assert ask(python(script), QUICK_S) is Silence.HUNG
    assert [process.returncode == 0 or process.returncode is None for process in started] == [False]


def test_a_command_that_leaves_somebody_behind_on_its_output_is_given_up() -> None:
    script = (
        "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import threading; threading.Event().wait()'])"
    )

    assert ask(python(script), QUICK_S) is Silence.HUNG


def test_a_command_that_never_stops_answering_is_cut_off(started: list[subprocess.Popen[bytes]]) -> None:
    assert ask(python("while True: print('FileVault is On.')"), PATIENT_S) is Silence.ENDLESS
    assert [process.returncode is None for process in started] == [False]


def test_a_machine_without_a_thread_to_spare_gives_no_answer(
    started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    def refuse(_: Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(Thread, "start", refuse)

    # then
    assert ask(python("input()"), PATIENT_S) is Silence.REFUSED
    assert [process.returncode is None for process in started] == [False]


def test_an_answer_of_the_longest_length_still_counts() -> None:
    answer = ask(python(f"import sys; sys.stdout.write('1' * {CAP_BYTES})"), PATIENT_S)

    assert answer == Answer("1" * CAP_BYTES, 0)


def test_an_answer_stays_out_of_its_repr() -> None:
    assert "amina" not in repr(Answer("active for user 'amina'", 0))


def test_a_mac_is_asked_two_fixed_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    asked: list[Sequence[str]] = []

    def asking(argv: Sequence[str]) -> Answer:
        asked.append(argv)
        return Answer("", 0)

    monkeypatch.setattr(macos, "START_UP", (tmp_path,))

    # when
    picture = macos.record(tmp_path / "not-made-yet" / "store", asking)

    # then
    assert picture.on_start_up_volume
    assert asked == [("/usr/bin/fdesetup", "status"), ("/usr/sbin/sysctl", "-n", "vm.swapusage")]


def test_a_mac_folder_on_another_volume_or_on_none_is_not_on_the_start_up_volume(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(macos, "START_UP", (tmp_path / "no-such-volume",))

    assert not macos.record(tmp_path, lambda _: Silence.MISSING).on_start_up_volume
    assert not macos.record(Path("a\0b"), lambda _: Silence.MISSING).on_start_up_volume


def test_windows_is_asked_about_the_system_drive_and_every_page_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    asked: list[Sequence[str]] = []
    listing = "    ExistingPageFiles    REG_MULTI_SZ    \\??\\D:\\pagefile.sys\\0\\??\\e:\\pagefile.sys\r\n"

    def asking(argv: Sequence[str]) -> Answer:
        asked.append(argv)
        return Answer(listing if argv[0].endswith("reg.exe") else "1\r\n", 0)

    monkeypatch.setenv("SYSTEMROOT", "D:\\Windows")
    monkeypatch.setattr(windows, "nearest_existing", lambda _: None)

    # when
    picture = windows.record(tmp_path, asking)

    # then
    assert (picture.folder_drive, picture.system_drive, set(picture.protections)) == (None, "D", {"D", "E"})
    assert [argv[0] for argv in asked] == [
        "D:\\Windows\\System32\\reg.exe",
        "D:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe",
        "D:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe",
    ]
    assert asked[1][-1] == (
        "(New-Object -ComObject Shell.Application).NameSpace('D:').Self"
        ".ExtendedProperty('System.Volume.BitLockerProtection')"
    )


@pytest.mark.parametrize(
    ("folder", "volumes", "letter"),
    [
        ("d:\\work\\store", {"d:\\work\\store": 7, "D:\\": 7}, "D"),
        ("\\\\?\\D:\\work", {"\\\\?\\D:\\work": 7, "D:\\": 7}, "D"),
        ("C:\\mnt\\stick", {"C:\\mnt\\stick": 9, "C:\\": 7}, None),
        ("C:\\work", {"C:\\": 7}, None),
        ("C:\\work", {}, None),
        ("\\\\base\\share\\store", {"\\\\base\\share\\store": 7}, None),
        ("\\\\?\\Volume{6c1d2a5e-0000-0000-0000-100000000000}\\store", {}, None),
    ],
)
def test_a_windows_folder_counts_to_a_drive_only_where_both_are_one_volume(
    folder: str, volumes: dict[str, int], letter: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "nearest_existing", lambda _: Path(folder))
    monkeypatch.setattr(windows, "volume_of", lambda path: volumes.get(str(path)))

    picture = windows.record(Path(folder), lambda _: Silence.MISSING)

    assert picture.folder_drive == letter


def test_silence_on_every_question_is_unknown_on_both_platforms(tmp_path: Path) -> None:
    def silent(_: Sequence[str]) -> Silence:
        return Silence.HUNG

    assert macos.judge(macos.record(tmp_path, silent)).encrypted is Encrypted.UNKNOWN
    assert windows.judge(windows.record(tmp_path, silent)).encrypted is Encrypted.UNKNOWN
