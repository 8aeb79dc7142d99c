"""No command opens a way to another machine, looks up a name or writes to the home folder, libraries included.

Each program runs once, in a process of its own, with an empty home folder and under `sealed`, where the kernel kills it
at the first attempt. Where strace is installed it also writes down which files and sockets the program opens.
"""

import http.client
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from sealed import KILLED, NOT_HERE
from serving import HOST, served

from kutip.settings import Settings

pytestmark = pytest.mark.skipif(bool(NOT_HERE), reason=NOT_HERE)

SEALED = [sys.executable, str(ROOT / "tests" / "sealed.py")]
KUTIP = [sys.executable, "-m", "kutip"]
QUESTION = "When was ASEANAPOL formed?"
TELEMETRY_SECONDS = 12  # onnxruntime 1.32 first looks up its maker's host after nine
NAMES = ("/etc/resolv.conf", "/etc/hosts", "/etc/host.conf", "/etc/gai.conf")  # what the C library reads to look one up
ADDRESS = re.compile(r'sin6?_addr=(?:inet_addr\(|inet_pton\(AF_INET6, )"([^"]*)"|"(/[^"]*nscd/socket)"')
ENCODER = f"""
import time, retriever
retriever.open_index("index").ask({QUESTION!r})
time.sleep({TELEMETRY_SECONDS})
"""
PAPER = "# A paper\n\nJane Smith, 2020\n\n## Introduction\n\nThe river froze in 1963. Boats waited until spring.\n"


def environment(home: Path) -> dict[str, str]:
    """The environment of a person who has set nothing, with an empty home folder."""
    home.mkdir()
    paths = f"{ROOT / 'src'}:{ROOT}"
    return {"HOME": str(home), "USER": "someone", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PYTHONPATH": paths}


@dataclass(frozen=True)
class Ran:
    """How a program ended, what it printed, wrote to its home folder and, where strace is installed, opened."""

    status: int
    printed: str
    home: list[str]
    traced: str | None


@cache
def tracer() -> str:
    """The program strace, where it is installed and may trace; else ""."""
    found = shutil.which("strace") or ""
    return found if found and subprocess.run([found, "-o", "/dev/null", "true"], check=False).returncode == 0 else ""


def watched(trace: Path) -> list[str]:
    """How to start a program that strace watches: it stays our own child, and strace is its grandchild."""
    calls = "trace=socket,connect,sendto,sendmsg,sendmmsg,open,openat,openat2"
    return [tracer(), "-D", "-f", "--seccomp-bpf", "-qq", "-o", str(trace), "-e", calls] if tracer() else []


def ended(folder: Path, status: int, printed: str) -> Ran:
    home = [path.relative_to(folder / "home").as_posix() for path in (folder / "home").rglob("*")]
    trace = folder / "trace"
    return Ran(status, printed, home, trace.read_text(errors="replace") if trace.is_file() else None)


def run(folder: Path, how: str, *command: str) -> Ran:
    """Run a program in a folder, sealed: `how` is "silent" or "serve"."""
    started = [*watched(folder / "trace"), *SEALED, how, *command]
    own = environment(folder / "home")
    done = subprocess.run(started, cwd=folder, env=own, capture_output=True, text=True, check=False, timeout=300)
    return ended(folder, done.returncode, done.stdout + done.stderr)


def serve(folder: Path) -> Ran:
    program = [*watched(folder / "trace"), *SEALED, "serve", *KUTIP]
    with served(folder / "index", program, only=environment(folder / "home")) as (process, port):
        connection = http.client.HTTPConnection(HOST, port, timeout=60)
        connection.request("GET", f"/v1/ask?q={QUESTION.replace(' ', '+')}")
        status = connection.getresponse().status
        connection.close()
        process.terminate()
        printed = process.communicate(timeout=60)[0]
    assert status == 200
    return ended(folder, 0 if process.returncode == -signal.SIGTERM else process.returncode, printed)


def libraries() -> list[str]:
    """The modules of every library that pyproject.toml names.

    But onnxruntime, which only Kutip may import, and matplotlib, which keeps a list of the machine's fonts at home.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    wanted = {canonicalize_name(Requirement(one).name) for one in named} - {"kutip", "onnxruntime", "matplotlib"}
    modules = metadata.packages_distributions()
    public = {name for name, by in modules.items() if wanted & {canonicalize_name(one) for one in by}}
    return sorted(name for name in public if name.isidentifier() and not name.startswith("_"))


def kutip(*arguments: str) -> Callable[[Path], Ran]:
    return lambda folder: run(folder, "silent", *KUTIP, *arguments)


def index(folder: Path) -> Ran:
    paper = folder / "papers" / "smith"
    paper.mkdir(parents=True)
    (paper / "source.md").write_text(PAPER, encoding="utf-8")
    (paper / "metadata.json").write_text('{"type": "article-journal", "title": "A paper"}', encoding="utf-8")
    return run(folder, "silent", *KUTIP, "index", "--corpus", "papers", "--index", "new")


def evaluation(folder: Path) -> Ran:
    lines = (ROOT / "eval/sets/questions.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "questions.jsonl").write_text("".join(lines[:3]), encoding="utf-8")
    return kutip("eval", "run", "--out", "run", "--questions", "questions.jsonl", "--systems", "hybrid")(folder)


def imports(folder: Path) -> Ran:
    return run(folder, "silent", sys.executable, "-c", "\n".join(f"import {name}" for name in libraries()))


PROGRAMS: Mapping[str, Callable[[Path], Ran]] = {
    "index": index,
    "search": kutip("search", QUESTION),
    "ask": kutip("ask", QUESTION),
    "quote": kutip("quote", "formed in 1981"),
    "documents": kutip("documents", "--json"),
    "serve": serve,
    "eval run": evaluation,
    "the encoder for twelve seconds": lambda folder: run(folder, "silent", sys.executable, "-c", ENCODER),
    "importing every library": imports,
}


@pytest.fixture(scope="module")
def ran(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Ran]]:
    """Runs a program of PROGRAMS in a folder with the bundled papers' index; each only once."""
    known: dict[str, Ran] = {}

    def by_name(name: str) -> Ran:
        if name not in known:
            folder = tmp_path_factory.mktemp("machine")
            (folder / "index").symlink_to(settings.index)
            (folder / "corpus").symlink_to(settings.corpus)
            known[name] = PROGRAMS[name](folder)
        return known[name]

    return by_name


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_kernel_sees_no_attempt_to_reach_another_machine(name: str, ran: Callable[[str], Ran]) -> None:
    program = ran(name)
    assert program.status != KILLED, "killed: it opened a socket to elsewhere"
    assert program.status == 0, program.printed


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_home_folder_stays_empty(name: str, ran: Callable[[str], Ran]) -> None:
    assert ran(name).home == []


@pytest.mark.parametrize("name", PROGRAMS)
def test_strace_sees_no_name_looked_up_and_no_address_but_loopback(name: str, ran: Callable[[str], Ran]) -> None:
    traced = ran(name).traced
    if traced is None:
        pytest.skip("strace is not installed, or may not trace here; apt-get install strace")
    assert "openat(" in traced  # it did watch
    assert [line for line in traced.splitlines() if any(f'"{file}"' in line for file in NAMES)] == []
    addresses = {address or nscd for address, nscd in ADDRESS.findall(traced)}
    assert addresses <= {HOST, "::1"}


# That these tests can fail


REACHING_OUT = {
    "a name, looked up by C": "import ctypes; ctypes.CDLL(None).getaddrinfo(b'kutip.example', None, None, bytes(8))",
    "a connection": "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)",
    "a datagram": "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'', ('192.0.2.1', 9))",
    "a child's connection": "import os, subprocess, sys; sys.exit(subprocess.run([sys.executable, '-c',"
    " 'import socket; socket.create_connection((\"192.0.2.1\", 80), timeout=1)']).returncode)",
}


@pytest.mark.parametrize("how", ["silent", "serve"])
@pytest.mark.parametrize("program", REACHING_OUT.values(), ids=REACHING_OUT)
def test_a_program_that_reaches_out_is_killed(program: str, how: str) -> None:
    done = subprocess.run([*SEALED, how, sys.executable, "-c", program], check=False, timeout=60)
    assert done.returncode in {KILLED, KILLED % 256}


def test_strace_sees_a_name_that_is_looked_up(tmp_path: Path) -> None:
    if not tracer():
        pytest.skip("strace is not installed, or may not trace here; apt-get install strace")
    lookup = [sys.executable, "-c", REACHING_OUT["a name, looked up by C"]]
    subprocess.run([*watched(tmp_path / "trace"), *lookup], check=True, timeout=60)
    time.sleep(0.5)  # strace, a grandchild, writes its last lines
    assert any(f'"{file}"' in (tmp_path / "trace").read_text() for file in NAMES)


# The variables


SETS = """
import os, sys
class Asked:
    def find_spec(self, name, *rest):
        if name in {"onnxruntime", "huggingface_hub"}:
            print(name, *(os.environ.get(one) for one in sys.argv[1:]))
sys.meta_path.insert(0, Asked())
"""
VARIABLES = ["ORT_DISABLE_TELEMETRY", "HF_HUB_DISABLE_TELEMETRY", "DO_NOT_TRACK"]
ENCODE = "from pathlib import Path; from kutip.index.query_encoder import QueryEncoder"
ENCODE += "; QueryEncoder(Path('index'))"


@pytest.mark.parametrize("given", [{}, {"ORT_DISABLE_TELEMETRY": ""}])
def test_telemetry_is_off_before_onnxruntime_is_first_imported(given: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-c", f"{SETS}\n{ENCODE}", *VARIABLES]
    own = environment(tmp_path / "home") | given
    done = subprocess.run(command, cwd=tmp_path, env=own, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.splitlines()[0] == "onnxruntime 1 1 1"


def test_a_user_s_own_value_stays(tmp_path: Path) -> None:
    command = [sys.executable, "-c", f"{SETS}\n{ENCODE}", *VARIABLES]
    own = environment(tmp_path / "home") | {"ORT_DISABLE_TELEMETRY": "0", "DO_NOT_TRACK": "0"}
    done = subprocess.run(command, cwd=tmp_path, env=own, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.splitlines()[0] == "onnxruntime 0 1 0"
