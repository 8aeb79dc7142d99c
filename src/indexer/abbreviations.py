"""Abbreviations and what they stand for: found in the papers, and listed by hand beside them.

Finding them is Schwartz and Hearst's algorithm (Pacific Symposium on Biocomputing 2003, pages 451 to 462): a short form
in brackets after its long form, or the other way round, is taken if its characters occur in the long form in their
order, the first at the start of a word.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kutip.errors import CorpusError

FILE = "abbreviations.tsv"
_BRACKETS = re.compile(r"\(([^()]{2,120})\)")
_SHORT = re.compile(r"[^\W_][\w.&/-]{1,9}")
_PARTS = re.compile(r"[;,]")
_COLUMNS = 4


def find_abbreviations(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of a short form and its long form, as a text introduces them.

    >>> list(find_abbreviations("the ASEAN Training Cooperation Meeting (ATCM) and the ATC (air traffic control)"))
    [('ATCM', 'ASEAN Training Cooperation Meeting'), ('ATC', 'air traffic control')]
    """
    for match in _BRACKETS.finditer(text):
        inside = _PARTS.split(match.group(1))[0].strip(" *_")  # marks of emphasis
        before = text[: match.start()].rstrip()
        if _is_short(inside):
            words = before.split()
            most = min(len(inside) + 5, 2 * len(inside))  # words that a long form has at most
            long = long_form(inside, " ".join(words[-most:]))
            if long is not None:
                yield inside, long
        elif before and _is_short(last := before.split()[-1]) and long_form(last, inside) == inside:
            yield last, inside


def _is_short(text: str) -> bool:
    """Whether a text may be a short form: of one word, with a capital letter beyond the first."""
    return bool(_SHORT.fullmatch(text)) and any(c.isupper() for c in text[1:]) and not text.isdigit()


def long_form(short: str, before: str) -> str | None:
    """The end of a text that a short form stands for, if there is one.

    >>> long_form("e-ADS", "the so-called Electronic ASEANAPOL Database System")
    'Electronic ASEANAPOL Database System'
    """
    letters = [c for c in short.casefold() if c.isalnum()]
    text = "".join(c.lower() if len(c.lower()) == 1 else c for c in before)  # as long as it was
    at = len(text)
    for i in range(len(letters) - 1, -1, -1):
        at = text.rfind(letters[i], 0, at)
        while at > 0 and i == 0 and text[at - 1].isalnum():  # the first begins a word
            at = text.rfind(letters[i], 0, at)
        if at < 0:
            return None
    found = before[at:].strip(" ,;:\"'“”‘’")
    is_itself = short.casefold() in found.casefold().split()
    return None if is_itself or len(found) <= len(short) or len(found.split()) < 2 else found


def spell_out(text: str, long_forms: Mapping[str, str]) -> str:
    """A text with the long form in brackets after each short form that it has, once, where it does not have it itself.

    >>> spell_out("Organizing of AMMTC", {"AMMTC": "ASEAN Ministerial Meeting"})
    'Organizing of AMMTC (ASEAN Ministerial Meeting)'
    """
    left = {short: long for short, long in long_forms.items() if long.casefold() not in text.casefold()}
    if not left:
        return text
    shorts = "|".join(re.escape(short) for short in sorted(left, key=len, reverse=True))

    def bracketed(found: re.Match[str]) -> str:
        long = left.pop(found.group(), None)  # the first time only
        return found.group() if long is None else f"{found.group()} ({long})"

    return re.sub(rf"(?<![\w-])(?:{shorts})(?![\w-])", bracketed, text)


def read_listed(path: Path) -> list[tuple[str, ...]]:
    """Groups of forms that stand for the same, from a file of tab-separated lines: the short form, the long one, other
    names between bars, and where that is from; lines that start with "#" are remarks. No file gives no groups.

    Raises:
        CorpusError: A line has other columns, or the file is not UTF-8.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path} is not UTF-8 at byte {error.start}; convert it, then run kutip index") from error
    groups = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = [column.strip() for column in line.split("\t")]
        if len(columns) != _COLUMNS or not all((columns[0], columns[1], columns[3])):
            raise CorpusError(
                f"{path}, line {number}: it needs four columns between tabs (short form, long form, other names or "
                f"nothing, source), not {line!r}"
            )
        short, long, others, _ = columns
        groups.append((short, long, *(other.strip() for other in others.split("|") if other.strip())))
    return groups


def merged(listed: Iterable[tuple[str, ...]], found: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Groups of forms by short form, those listed by hand first; equal long forms but for case are one.

    >>> merged([("UN", "United Nations", "PBB")], [("UN", "united nations"), ("EU", "European Union")])
    [['UN', 'United Nations', 'PBB'], ['EU', 'European Union']]
    """
    groups: dict[str, dict[str, str]] = {}
    for short, *longs in (*listed, *found):
        forms = groups.setdefault(short, {short.casefold(): short})
        for long in longs:
            forms.setdefault(long.casefold(), long)
    return [list(forms.values()) for forms in groups.values()]
