"""Asks the advisory service that pip-audit uses about every version that is installed.

    make audit

It fails on a known vulnerability. Where the service cannot be reached, or knows none of the packages, it says that
nothing was audited and does not fail: a machine without a network cannot mend that.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_SECONDS = 300


def report(packages: Sequence[dict[str, Any]] | None) -> tuple[int, list[str]]:
    """The status and the lines to print.

    Args:
        packages: What pip-audit found out about each package; None if it could not ask.

    >>> report([{"name": "a", "version": "1.0", "vulns": []}])
    (0, ['audit: 1 of 1 packages asked about, 0 known vulnerabilities'])
    """
    asked = [one for one in packages or () if "skip_reason" not in one]
    if not asked:
        return 0, ["audit: the advisory service cannot be reached, or knows none of the packages; nothing was audited"]
    found = [(one, known) for one in asked for known in one["vulns"]]
    lines = [
        f"{one['name']} {one['version']}: {known['id']}; mended in {', '.join(known['fix_versions']) or 'no version'}"
        for one, known in found
    ]
    total = f"audit: {len(asked)} of {len(packages or ())} packages asked about, {len(found)} known vulnerabilities"
    return int(bool(found)), [*lines, total]


def audited(program: Path, requirements: Path) -> Sequence[dict[str, Any]] | None:
    """Run pip-audit on a file of hashed requirements; None if it could not ask."""
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "audit.json"
        options = [
            "--no-deps",
            "--disable-pip",
            "--progress-spinner",
            "off",
            "--format",
            "json",
            "--output",
            str(written),
        ]
        try:
            command = [str(program), "--requirement", str(requirements), *options]
            subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            return None
        if not written.is_file():
            return None
        packages: Sequence[dict[str, Any]] = json.loads(written.read_text(encoding="utf-8"))["dependencies"]
        return packages


if __name__ == "__main__":
    status, lines = report(audited(Path(sys.argv[1]), Path(sys.argv[2])))
    print("\n".join(lines))
    raise SystemExit(status)
