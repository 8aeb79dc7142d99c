r"""Counts sections, figures and tables as LaTeX does, so that \ref can be read; where counting is not sure, nothing.

A source that changes how LaTeX counts, or has parts that are in other files, gets no numbers.
"""

import re
from dataclasses import dataclass

_UNSURE = re.compile(
    r"\\(?:setcounter|addtocounter|numberwithin|counterwithin|stepcounter|refstepcounter|input|include|subfile|import"
    r"|renewcommand\*?\s*\{?\\the|appendices|part|chapter|begin\s*\{(?:appendices|subfigure|subtable"
    r"|deluxetable)\*?\})(?![a-zA-Z])"
)
_COUNTED = re.compile(
    r"\\(?P<section>section|subsection|subsubsection)(?P<star>\*?)(?=\s*[\[{])|\\begin\s*\{(?P<begin>[a-zA-Z]+\*?)\}"
    r"|\\end\s*\{(?P<end>[a-zA-Z]+\*?)\}|\\(?P<appendix>appendix)(?![a-zA-Z])|\\(?P<caption>caption)\s*(?=[\[{])|\\label\s*\{(?P<label>[^{}]*)\}"
)
_LEVELS = ("section", "subsection", "subsubsection")
_FLOATS = {
    "figure": "figure",
    "figure*": "figure",
    "table": "table",
    "table*": "table",
    "wrapfigure": "figure",
    "longtable": "table",
}


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers that are sure.

    Attributes:
        by_label: The number by label: "2.1" for a section, "3" for a figure or table.
        is_sure: True if sections, figures and tables are numbered as LaTeX does by itself.
    """

    by_label: dict[str, str]
    is_sure: bool


def numbers_of(source: str) -> Numbers:
    r"""Count what a document numbers.

    Args:
        source: The document, without comments and verbatim text.

    >>> numbers_of("\\section{Nets}\\label{n}\\subsection{Knots}\\label{k}\\section*{Thanks}").by_label
    {'n': '1', 'k': '1.1'}
    """
    if _UNSURE.search(source) is not None:
        return Numbers({}, is_sure=False)
    counts = dict.fromkeys([*_LEVELS, "figure", "table"], 0)
    labels: dict[str, str] = {}
    current = ""  # what a label would stand for
    inside: list[tuple[str, str]] = []  # environments that are open, and what was current before each
    is_appendix = False
    for found in _COUNTED.finditer(source):
        if found["section"] and not found["star"]:
            counts[found["section"]] += 1
            depth = _LEVELS.index(found["section"])
            counts |= dict.fromkeys(_LEVELS[depth + 1 :], 0)
            number = counts["section"]
            first = chr(ord("A") + number - 1) if is_appendix and 0 < number <= 26 else str(number)
            current = ".".join([first, *(str(counts[level]) for level in _LEVELS[1 : depth + 1])])
        elif found["appendix"]:
            is_appendix, counts["section"] = True, 0
        elif found["begin"]:
            inside.append((found["begin"], current))
            current = current if found["begin"] in ("document", "center", "minipage") else ""
        elif found["end"] and inside and inside[-1][0] == found["end"]:
            current = inside.pop()[1]
        elif found["caption"]:
            kind = next((_FLOATS[name] for name, _ in reversed(inside) if name in _FLOATS), None)
            if kind is not None:
                counts[kind] += 1
                current = str(counts[kind])
        elif found["label"] is not None and current:
            labels.setdefault(" ".join(found["label"].split()), current)
    return Numbers(labels, is_sure=True)
