"""Whatever the operating system refuses ends a command with one line that says what to do, and a status."""

import errno
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path

import pytest
import typer
from conftest import ROOT
from serving import HOST

from kutip.cli.commands import app as commands
from kutip.cli.edge import run_app
from kutip.errors import QueryError
from kutip.settings import Settings

QUESTION = "When was ASEANAPOL formed?"


def kutip(
    *arguments: str,
    index: Path | None = None,
    before: Callable[[], None] | None = None,
    through: Sequence[str] = (),
    **options: str,
) -> subprocess.CompletedProcess[bytes]:
    """Run a command; `before` runs in its process first, `through` starts it, `options` are environment variables."""
    own = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", **options}
    if index is not None:
        own["KUTIP_INDEX"] = str(index)
    command = [*through, sys.executable, "-m", "kutip", *arguments]
    return subprocess.run(command, env=own, cwd=ROOT, capture_output=True, check=False, timeout=60, preexec_fn=before)


def the_line(done: subprocess.CompletedProcess[bytes], status: int = 1) -> str:
    """The only line on standard error of a command that failed with this status."""
    assert done.returncode == status, done.stderr.decode()
    (line,) = done.stderr.decode("utf-8").splitlines()
    assert line.startswith("kutip: ")
    return line


# In this process


def ended(program: Callable[[], object], capsys: pytest.CaptureFixture[str]) -> tuple[object, str]:
    with pytest.raises(SystemExit) as exit_:
        run_app(program)
    return exit_.value.code, capsys.readouterr().err


def here(arguments: list[str], index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """The only line on standard error of a command that fails with 1, run in this process."""
    monkeypatch.setenv("KUTIP_INDEX", str(index))
    status, printed = ended(lambda: commands(arguments), capsys)
    (line,) = printed.splitlines()
    assert (status, line.startswith("kutip: ")) == (1, True)
    return line


def raising(error: BaseException) -> Callable[[], object]:
    def fail() -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (QueryError("type more"), "kutip: type more\n"),
        (QueryError("in \x1b[31m two\nlines [/mg]"), "kutip: in <U+001B>[31m two lines [/mg]\n"),
        (PermissionError(errno.EACCES, "Permission denied", "/a"), "kutip: /a: Permission denied; give yourself"),
        (OSError(errno.EMFILE, "Too many open files", "/a"), "kutip: /a: Too many open files; raise the limit"),
        (MemoryError(), "kutip: the system refuses: Not enough memory; close other programs"),
        (Exception("File too large (os error 27)"), "kutip: the system refuses: File too large; raise the limit"),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), ""),
    ],
)
def test_an_error_is_one_line_and_the_status_one(
    error: Exception, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, printed = ended(raising(error), capsys)
    assert status == 1
    assert printed.startswith(says)
    assert printed.count("\n") == bool(says)


def test_a_fault_of_kutip_keeps_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError):
        run_app(lambda: 1 / 0)


@pytest.mark.parametrize("through", ["typer", "nothing"])
def test_ctrl_c_is_one_line_and_the_status_130(through: str, capsys: pytest.CaptureFixture[str]) -> None:
    app = typer.Typer()
    app.command()(raising(KeyboardInterrupt()))
    program = (lambda: app([])) if through == "typer" else raising(KeyboardInterrupt())
    assert ended(program, capsys) == (130, "kutip: stopped before it was done; run it again\n")


def test_other_exits_keep_their_status_without_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    for status in (0, 2, 130):
        assert ended(raising(SystemExit(status)), capsys) == (status, "")


# Of the output


def test_a_reader_that_goes_away_ends_the_command_without_a_word(settings: Settings) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    own = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "KUTIP_INDEX": str(settings.index)}
    for arguments in (["documents"], ["settings", "--markdown"]):
        command = [sys.executable, "-m", "kutip", *arguments]
        done = subprocess.run(command, env=own, stdout=writing, stderr=subprocess.PIPE, check=False, timeout=60)
        assert (done.returncode, done.stderr) == (1, b"")
    os.close(writing)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full, a disk that is always full, is Linux's")
@pytest.mark.parametrize("arguments", [["documents", "--json"], ["version"]])
def test_an_output_on_a_full_disk_is_one_line(arguments: list[str], settings: Settings) -> None:
    def redirect() -> None:
        os.dup2(os.open("/dev/full", os.O_WRONLY), 1)

    assert "No space left on device" in the_line(kutip(*arguments, index=settings.index, before=redirect))


def test_a_closed_output_is_no_error(settings: Settings) -> None:
    done = kutip("documents", index=settings.index, before=lambda: os.close(1))
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("arguments", [["ask", QUESTION], ["search", "“police”", "--json"], ["cite", "PASSAGE"]])
def test_a_terminal_without_letters_gets_escapes(arguments: list[str], settings: Settings) -> None:
    if arguments[-1] == "PASSAGE":
        found = kutip("search", QUESTION, "-k", "1", "--json", index=settings.index).stdout.decode()
        arguments = ["cite", found.partition('"id": "')[2].partition('"')[0], "--format", "ris"]
    done = kutip(*arguments, index=settings.index, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()


# Of files


@pytest.mark.parametrize("arguments", [["check", "{}"], ["quote", "--file", "{}"]])
@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("none", None, "No such file or directory; check the path"),
        ("latin", b"caf\xe9 is.", "is not UTF-8 text (its byte 3); save it as UTF-8"),
        ("folder", b"/", "Is a directory; check the path"),
        ("a" * 300, None, "File name too long; name a folder with a shorter path"),
        ("\x1b[31m", None, "<U+001B>[31m: No such file"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(
    arguments: list[str],
    name: str,
    content: bytes | None,
    says: str,
    settings: Settings,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / name
    if content == b"/":
        file.mkdir()
    elif content is not None:
        file.write_bytes(content)
    assert says in here([one.format(file) for one in arguments], settings.index, capsys, monkeypatch)


def test_a_text_with_a_byte_order_mark_and_other_line_ends_is_read(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfformed in 1981\r\n\r\nNobody said this.\r\n")
    printed = kutip("quote", "--file", str(tmp_path / "a.txt"), index=settings.index).stdout.decode()
    assert printed.startswith("normalised formed in 1981\n")
    assert "not_found Nobody said this.\n" in printed


def small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))


# Root may do everything; without these two rights it is a person like any other.
LIMITED = () if os.geteuid() else (shutil.which("setpriv") or "", "--bounding-set", "-dac_override,-dac_read_search")
limited = pytest.mark.skipif(bool(LIMITED) and not LIMITED[0], reason="only setpriv takes rights from root")


def test_too_many_open_files_are_one_line(tmp_path: Path) -> None:
    def few_files() -> None:  # a search holds two files at a time, a build more
        resource.setrlimit(resource.RLIMIT_NOFILE, (6, 6))

    line = the_line(kutip("index", index=tmp_path, before=few_files))
    assert line.endswith(": Too many open files; raise the limit (ulimit -n 4096), or close other programs")


@pytest.fixture
def copied(settings: Settings, tmp_path: Path) -> Path:
    """A copy of the index of the papers, and of no more than its generation in force."""
    index = tmp_path / "index"
    index.mkdir()
    name = (settings.index / "CURRENT").read_text().split()[0]
    shutil.copy(settings.index / "CURRENT", index)
    shutil.copytree(settings.index / name, index / name)
    return index


def left(index: Path) -> list[str]:
    return sorted(path.name for path in index.iterdir() if path.name != ".lock")


def test_a_build_that_may_write_no_large_file_leaves_the_old_index(copied: Path) -> None:
    before = left(copied)
    line = the_line(kutip("index", index=copied, before=small_files, KUTIP_K1="1.3"))
    assert f"the index in {copied} cannot be written, and is as it was: File too large; raise the limit" in line
    assert left(copied) == before


@limited
def test_a_build_without_the_right_to_write_leaves_the_old_index(copied: Path) -> None:
    copied.chmod(0o555)
    before = left(copied)
    line = the_line(kutip("index", index=copied, through=LIMITED, KUTIP_K1="1.3"))
    assert "cannot be written, and is as it was: Permission denied; give yourself the right" in line
    assert left(copied) == before


@limited
def test_an_index_without_the_right_to_read_is_not_called_damaged(copied: Path) -> None:
    (copied / "CURRENT").chmod(0)
    line = the_line(kutip("search", QUESTION, index=copied, through=LIMITED))
    assert line.endswith(
        "/CURRENT: Permission denied; give yourself the right to it, or name a folder that you may use"
    )


@pytest.mark.parametrize("command", [["documents"], ["index"], ["ask", QUESTION], ["eval", "export", "--out", "{}"]])
def test_a_path_that_is_too_long_is_one_line(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    long = tmp_path / ("a" * 300)
    line = here([one.format(long) for one in command], long, capsys, monkeypatch)
    assert "File name too long" in line or "there is no index" in line


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["eval", "report", "{full}"], "contains no run"),
        (["eval", "report", "{run}", "--out", "{none}/report.html"], "contains no run"),
        (["eval", "run", "--out", "{file}/run"], "cannot be made: Not a directory"),
        (["eval", "run", "--out", "{new}", "--questions", "{none}"], "none"),
        (["eval", "compare", "{none}", "{none}"], "contains no run"),
        (["eval", "gate", "{none}"], "contains no run"),
        (["eval", "export", "--out", "{file}"], "is a file; name a folder"),
        (["eval", "export", "--out", "{file}/deeper"], "Not a directory; check the path"),
        (["eval", "import-beir", "{none}", "--out", "{new}"], "none"),
    ],
)
def test_an_evaluation_that_the_system_refuses_is_one_line(
    arguments: list[str],
    says: str,
    settings: Settings,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "file").write_bytes(b"")
    paths = {name: str(tmp_path / name) for name in ("full", "run", "file", "new", "none")}
    assert says in here([one.format(**paths) for one in arguments], settings.index, capsys, monkeypatch)


# Of ports


def test_a_taken_port_is_one_line_and_nobody_is_invited(settings: Settings) -> None:
    with closing(socket.create_server((HOST, 0))) as other:
        port = other.getsockname()[1]
        done = kutip("serve", "--port", str(port), index=settings.index)
    assert the_line(done) == f"kutip: port {port} is taken; name another with --port"
    assert done.stdout == b""


# Ctrl-C


@pytest.mark.parametrize("after", [0.15, 0.6, 1.2])
def test_ctrl_c_while_a_command_starts_or_runs_is_one_line(after: float, settings: Settings) -> None:
    own = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "KUTIP_INDEX": str(settings.index)}
    started = [sys.executable, "-c", "import kutip.cli.edge as e; print(flush=True); e.main()", "check", "-"]
    with subprocess.Popen(
        started, env=own, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(after)
        process.send_signal(signal.SIGINT)
        _, complained = process.communicate(timeout=60)
    assert (process.returncode, complained) == (130, b"kutip: stopped before it was done; run it again\n")


def test_ctrl_c_that_something_forgets_is_raised_again(capsys: pytest.CaptureFixture[str]) -> None:
    class Leaving:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGINT)

    def commands() -> None:
        leaving = Leaving()
        del leaving  # Python reports an error in here, and goes on
        with suppress(KeyboardInterrupt):
            time.sleep(5)
        time.sleep(5)
        raise AssertionError("it went on")

    before = sys.unraisablehook, signal.getsignal(signal.SIGINT)
    with pytest.raises(SystemExit) as ended:
        run_app(commands)
    assert ended.value.code == 130
    assert capsys.readouterr().err == "kutip: stopped before it was done; run it again\n"
    assert (sys.unraisablehook, signal.getsignal(signal.SIGINT)) == before
