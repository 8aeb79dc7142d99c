"""Nothing in Kutip needs a module that only Linux and macOS have."""

import subprocess
import sys

from conftest import ROOT

# Modules of the standard library that Windows lacks.
ELSEWHERE = ("fcntl", "grp", "pwd", "resource", "termios", "tty", "pty", "syslog", "crypt", "nis", "spwd")
OURS = sorted(
    path.relative_to(top).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
    for top, folders in ((ROOT / "src", ("kutip", "indexer", "retriever", "api")), (ROOT, ("eval",)))
    for folder in folders
    for path in (top / folder).rglob("*.py")
    if path.name != "__main__.py"
)
# The modules of Kutip see none of these; the standard library and other people's packages know what they do.
BLOCKED = f"""
import builtins, importlib, sys
real = builtins.__import__
def without(name, globals=None, *rest, **named):
    own = (globals or {{}}).get("__name__", "").partition(".")[0]
    if name.partition(".")[0] in {ELSEWHERE!r} and own in {{"kutip", "indexer", "retriever", "api", "eval"}}:
        raise ImportError(f"{{own}}: no module {{name}} on Windows")
    return real(name, globals, *rest, **named)
builtins.__import__ = without
for module in sys.argv[1:]:
    importlib.import_module(module)
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False, timeout=120)


def test_every_module_is_imported_where_windows_lacks_modules() -> None:
    done = run("-c", BLOCKED, *OURS)
    assert done.returncode == 0, done.stderr


def test_a_module_that_needs_one_of_them_would_be_seen() -> None:
    blocked = BLOCKED.replace('"eval"}', '"eval", "needy"}')
    needy = "import types; exec('import fcntl', {'__name__': 'needy'})"
    assert "no module fcntl on Windows" in run("-c", f"{blocked}\n{needy}").stderr


def test_no_module_calls_what_windows_lacks_in_os() -> None:
    lacking = "fork geteuid getuid getloadavg mkfifo setsid killpg chown sched_getaffinity pread pwrite sync sysconf"
    calls = {f"os.{name}(" for name in lacking.split()}
    texts = {path: path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py")}
    assert {path.name: call for path, text in texts.items() for call in calls if call in text} == {}
