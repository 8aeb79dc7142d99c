"""Lists the licence of everything that is installed beside Kutip, and refuses GPL and AGPL.

    make licences

A licence is what a package says of itself: its licence expression, else its classifiers, else the first line of its
field "License". Whatever says nothing, or LGPL, has to be judged by a person, by name, below.
"""

import re
import sys
from collections.abc import Iterable, Mapping
from importlib import metadata

_TOOLS = {"kutip", "pip", "setuptools", "wheel"}
_COPYLEFT = re.compile(r"(?<![a-z])(?P<kind>[AL]?GPL)|GNU (?P<name>Affero|Lesser|Library)?", re.IGNORECASE)
# Packages whose metadata say too little, or name a licence that needs a judgement: the licence, and why it will do.
JUDGED: Mapping[str, str] = {
    "axe-playwright-python": "MIT by the file LICENSE in it; its axe-core is MPL-2.0, used unchanged, in tests only",
    "kiwisolver": "BSD-3-Clause by its classifier; its field starts with a line of signs",
}


def stated_licence(package: metadata.Distribution) -> str:
    """The licence that a package states, in one line: "MIT", "BSD License"; "" if it states none."""
    about = package.metadata
    classifiers = [line for line in about.get_all("Classifier") or () if line.startswith("License")]
    expression, field = (str((about.get_all(name) or [""])[0]) for name in ("License-Expression", "License"))
    named = " or ".join(line.rpartition("::")[2].strip() for line in classifiers)
    return expression or named or field.strip().partition("\n")[0]


def complaint(name: str, licence: str) -> str | None:
    """Why a package's licence will not do; None if it does.

    >>> complaint("readline", "GPL-3.0-or-later")
    'readline is under GPL-3.0-or-later, which Kutip cannot have'
    """
    if name in JUDGED:
        return None
    if not licence:
        return f"{name} states no licence: look for one, and judge it in release/licences.py"
    if "MIT" in licence.upper().split(" OR "):
        return None  # either licence may be taken
    kinds = {found["kind"] or found["name"] or "GPL" for found in _COPYLEFT.finditer(licence)}
    if kinds and {kind.upper() for kind in kinds} <= {"LGPL", "LESSER", "LIBRARY"}:
        return f"{name} is under {licence}: judge in release/licences.py whether it is only linked to"
    return f"{name} is under {licence}, which Kutip cannot have" if kinds else None


def listed(packages: Iterable[metadata.Distribution]) -> tuple[list[str], list[str]]:
    """The lines of the list, "name 1.0: licence" in order of names, and the complaints."""
    found = sorted({(one.name.lower().replace("_", "-"), one.version, stated_licence(one)) for one in packages})
    wanted = [one for one in found if one[0] not in _TOOLS]
    lines = [f"{name} {version}: {JUDGED.get(name, licence)}" for name, version, licence in wanted]
    return lines, [why for name, _, licence in wanted if (why := complaint(name, licence))]


def main() -> int:
    """Print the list; gives 1, with the complaints on standard error, if a licence will not do."""
    lines, complaints = listed(metadata.distributions())
    sys.stdout.write(
        "\n".join([*lines, f"{len(lines)} packages, {len(complaints)} with a licence that will not do", ""])
    )
    sys.stderr.writelines(f"{why}\n" for why in complaints)
    return 1 if complaints else 0


if __name__ == "__main__":
    raise SystemExit(main())
