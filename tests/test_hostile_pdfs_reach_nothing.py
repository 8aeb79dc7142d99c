"""PDFs that want to run, send, fetch or write: the kernel sees that `kutip parse` reads them and does nothing else."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from sealed import KILLED, NOT_HERE
from test_nothing_leaves_the_machine import ADDRESS, KUTIP, NAMES, SEALED, environment, tracer

from benchmarks.pdf_lies import LIES
from benchmarks.pdf_writing import SENTENCE

pytestmark = pytest.mark.skipif(bool(NOT_HERE), reason=NOT_HERE)

WANTING = (
    "a script",
    "a program to launch",
    "a link to elsewhere",
    "a jump to another file",
    "a form to send",
    "data to import",
    "an embedded program",
    "a stream that is another file",
    "an XFA form",
)
CALLS = "trace=socket,connect,sendto,sendmsg,open,openat,openat2,creat,mkdir,mkdirat,rename,renameat2,unlink,execve"
OPENED = re.compile(r'open(?:at)?\((?:AT_FDCWD, )?"([^"]*)", [^)]*(?:O_WRONLY|O_RDWR|O_CREAT)')
STARTED = re.compile(r'execve\("([^"]*)"')
CHANGED = re.compile(r"\b(?:creat|mkdir|mkdirat|rename|renameat2|unlink)\(")


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str, str]:
    """How `kutip parse` of a folder with these PDFs ended, what it printed, and its system calls, "" without strace."""
    folder = tmp_path_factory.mktemp("wanting")
    (folder / "papers").mkdir()
    for number, name in enumerate(WANTING):
        (folder / "papers" / f"{number}.pdf").write_bytes(LIES[name]())
    trace = folder / "trace"
    watched = [tracer(), "-D", "-f", "--seccomp-bpf", "-qq", "-o", str(trace), "-e", CALLS] if tracer() else []
    command = [*watched, *SEALED, "silent", *KUTIP, "parse", "papers"]
    own = environment(folder / "home") | {"PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=folder, env=own, capture_output=True, text=True, check=False, timeout=300)
    assert list((folder / "home").iterdir()) == []
    held = trace.read_text(errors="replace") if trace.is_file() else ""
    return done.returncode, done.stdout + done.stderr, held


def test_they_are_read_as_their_pages_say(parsed: tuple[int, str, str]) -> None:
    status, printed, _ = parsed
    assert status not in {KILLED, KILLED % 256}, "killed: it opened a socket"
    assert printed.count(".pdf)") >= len(WANTING) - 1
    assert "root:" not in printed


def test_no_address_no_name_no_program_and_no_file_but_their_own(parsed: tuple[int, str, str]) -> None:
    trace = parsed[2]
    if not trace:
        pytest.skip("strace is not installed, or may not trace here; apt-get install strace")
    assert "papers/0.pdf" in trace
    assert not any(f'"{file}"' in trace for file in (*NAMES, "/etc/passwd", "/bin/sh"))
    assert ADDRESS.findall(trace) == []
    assert {path for path in OPENED.findall(trace) if not path.startswith("/dev/")} == set()
    assert CHANGED.findall(trace) == []
    assert {Path(path).resolve() for path in STARTED.findall(trace)} == {Path(sys.executable).resolve()}


def test_a_page_of_such_a_pdf_has_its_text() -> None:
    from indexer.parsing.pdf.pdf_reader import PDF

    texts = {name: PDF.read(LIES[name]()).text for name in WANTING if name != "a stream that is another file"}
    assert all(SENTENCE in text for text in texts.values()), texts
