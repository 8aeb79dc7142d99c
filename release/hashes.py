"""Writes requirements-hashed.txt: every version of constraints.txt with the SHA-256 of its files on the package index.

    make hashes        after a change of constraints.txt or pyproject.toml; it needs a network

uv resolves for Linux, macOS and Windows at once. What only torch's builds for CUDA need is left out, since pip would
install all that the file lists; and torch's build without CUDA, which the package index lacks, gets its hash here.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
CONSTRAINTS, HASHED = ROOT / "constraints.txt", ROOT / "requirements-hashed.txt"
_INDEX = "https://pypi.org/simple"
_LEFT_OUT = ("nvidia-", "cuda-", "triton", "httpx2-jsfetch")  # the last is for Python in a browser
# The build with the local version +cpu, from PyTorch's own index: for CPython 3.11 on Linux, x86-64.
_TORCH_CPU = "6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b"
_HEADER = """\
# Every version of constraints.txt, with the SHA-256 of its files for all systems: pip refuses any other file.
#
#     pip install --require-hashes -r requirements-hashed.txt
#     pip install --no-deps --no-build-isolation .
#
# Made by `make hashes`. On Linux pip needs torch's build without CUDA: name PyTorch's index of CPU builds in
# PIP_EXTRA_INDEX_URL. Of these builds the one for Python 3.11 on x86-64 has its hash here.
"""


def compiled() -> str:
    """What uv resolves: for each package a line such as "name==1.0 ; marker", then its hashes, one a line."""
    inputs = ["pyproject.toml", "--extra", "dev", "-"]
    options = ["--universal", "--generate-hashes", "--python-version", "3.11", "--default-index", _INDEX]
    quiet = ["--no-header", "--no-annotate", "--quiet", "--constraints", str(CONSTRAINTS)]
    command = [sys.executable, "-m", "uv", "pip", "compile", *inputs, *options, *quiet]
    building = "hatchling\neditables\n"  # so that Kutip itself is built with what is listed
    done = subprocess.run(command, cwd=ROOT, input=building, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"uv could not resolve:\n{done.stderr}")
    return done.stdout


def packages(text: str) -> list[str]:
    """Split a file of hashed requirements into its packages: each a line with its name, then its hashes."""
    return [one for one in re.split(r"\n(?=[A-Za-z0-9])", f"\n{text.rstrip()}") if "==" in one and one[0] != "#"]


def hashed_requirements(text: str) -> str:
    """Turn what uv has resolved into the file: without CUDA, and with torch's other build."""
    kept = [one.strip() for one in packages(text) if not one.strip().startswith(_LEFT_OUT)]
    return _HEADER + "\n".join(_both_builds(one) if one.startswith("torch==") else one for one in kept) + "\n"


def _both_builds(torch: str) -> str:
    """The builds of torch without CUDA: on Linux the one with +cpu in its version, elsewhere the package index's."""
    first, _, hashes = torch.partition("\n")
    version = first.split()[0]
    cpu = f"{version}+cpu ; sys_platform == 'linux' \\\n    --hash=sha256:{_TORCH_CPU}"
    return f"{version} ; sys_platform != 'linux' \\\n{hashes}\n{cpu}"


if __name__ == "__main__":
    HASHED.write_text(hashed_requirements(compiled()), encoding="utf-8")
