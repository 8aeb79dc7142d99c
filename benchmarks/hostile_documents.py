"""Makes documents that are hard to read on purpose: one kind of text, repeated up to a given size.

Each kind is one that a careless program reads in quadratic time or memory: a single line, nested brackets, thousands of
headings. Each has two forms, as Markdown and as the text of a PDF, cut into short lines.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

_LINE = re.compile(r"[^\n]{60,80} (?=\S)")  # of a PDF's text, with the blank at its end
FORMS = ("markdown", "pdf-text")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class HostileDocument:
    """A hostile document that can be made in any size.

    Attributes:
        kind: What it repeats, such as "dots".
        form: The form that its metadata name, "markdown" or "pdf-text".
    """

    kind: str
    form: str

    @property
    def name(self) -> str:
        """A document id: "dots-markdown"."""
        return f"{self.kind}-{self.form}"

    def text(self, size: int) -> str:
        """Return its source text, about `size` characters long."""
        return _as_lines(_KINDS[self.kind](size)) if self.form == "pdf-text" else _KINDS[self.kind](size)


def hostile_documents() -> tuple[HostileDocument, ...]:
    """Return all hostile documents, each kind in each form; their names differ."""
    return tuple(HostileDocument(kind, form) for kind in sorted(_KINDS) for form in FORMS)


def _as_lines(text: str) -> str:
    """Cut a text without line ends into lines, as a PDF's text has them, each but the last with a blank at its end."""
    if "\n" in text:
        return text
    return _LINE.sub(r"\g<0>\n", text)


def _repeated(unit: str) -> Callable[[int], str]:
    """Return a maker of texts that repeat a unit, with a first line in which the paper begins."""
    return lambda size: unit * (size // len(unit) + 1)


def _numbered(unit: Callable[[int], str]) -> Callable[[int], str]:
    """Return a maker of texts that consist of unit(0), unit(1) and so on."""
    return lambda size: "".join(_up_to(size, map(unit, count())))


def _up_to(size: int, pieces: Iterator[str]) -> Iterator[str]:
    """Yield pieces until they have `size` characters."""
    made = 0
    for piece in pieces:
        if made >= size:
            return
        made += len(piece)
        yield piece


def _name(i: int) -> str:
    """Return a surname of four letters or more, another one for each number below 400,000: "Baab"."""
    letters = ""
    for _ in range(4):
        i, rest = divmod(i, 26)
        letters = _LETTERS[rest] + letters
    return letters.capitalize() + ("" if not i else str(i))


def _nested(size: int) -> str:
    return "Text " + "(" * (size // 2) + "deep" + ")" * (size // 2) + "."


def _citations_and_entries(size: int) -> str:
    """Twice as many citations as entries, each of other authors."""
    entries = max(1, size // 140)
    cited = " ".join(f"It is so ({_name(i % entries)} & {_name(i + 7)}, {1900 + i % 120})." for i in range(2 * entries))
    listed = "\n".join(
        f"{_name(i)}, A., & {_name(i + 7)}, B. ({1900 + i % 120}). Title {_name(i)}. Press." for i in range(entries)
    )
    return f"Introduction\n{cited}\n\nReferences\n{listed}\n"


def _one_author(size: int) -> str:
    """As many citations as entries, all of one author."""
    entries = max(1, size // 70)
    cited = " ".join(f"So says Kim ({1900 + i % 120})." for i in range(entries))
    listed = "\n".join(
        f"Kim, {_LETTERS[i % 26].upper()}. ({1900 + i % 120}). Title {i}. Press." for i in range(entries)
    )
    return f"Introduction\n{cited}\n\nReferences\n{listed}\n"


def _equal_entries(size: int) -> str:
    return "Introduction\nText.\n\nReferences\n" + _repeated("Kim, A. (2001). The same title. Press.\n")(size)


def _long_entry(size: int) -> str:
    names = _numbered(lambda i: f"{_name(i)}, A., ")(size)
    return f"Introduction\nText (Kim, 2001).\n\nReferences\n{names}& Last, Z. (2001). Title. Press.\n"


def _numbered_entries(size: int) -> str:
    entries = max(1, size // 60)
    cited = " ".join(f"It is so [{i % 999 + 1}]." for i in range(entries))
    return f"Introduction\n{cited}\n\nReferences\n" + "\n".join(
        f"[{i % 999 + 1}] A. {_name(i)}, Title {i}, 2001." for i in range(entries)
    )


def _one_sentence_of_citations(size: int) -> str:
    cited = _numbered(lambda i: f"{_name(i)} ({1900 + i % 120}) and ")(size)
    return f"Introduction\nWe follow {cited} others.\n\nReferences\nKim, A. (2001). Title. Press.\n"


def _wide_table(size: int) -> str:
    """500 columns, or more if the table has room for 20 rows of them."""
    columns = max(500, size // 200)
    head = "\t".join(f"Col {_name(i)}" for i in range(columns))
    row = "\t".join(str(i) for i in range(columns))
    return f"Table 1. Wide\n{head}\n" + f"{row}\n" * max(1, (size - len(head)) // len(row))


def _ragged_table(size: int) -> str:
    lines = _numbered(lambda i: "\t".join(f"c{j}" for j in range(i % 37 + 1)) + "\n")
    return "Table 1. Ragged\n" + lines(size)


def _long_header(size: int) -> str:
    """A header of half the size above short rows, all of which have it as their context."""
    head = "\t".join(f"Column {_name(i)}" for i in range(size // 24))
    return f"Table 1. Long\n{head}\n" + "a\tb\n" * (size // 8)


def _flat_table(size: int) -> str:
    """Rows of a table that lost its columns; the words of its cells recur."""
    row = "{}. Meeting of {} officials\nBangkok, Thailand\n{} May 2001\nagreed\n"
    rows = _numbered(lambda i: row.format(i % 900 + 1, ("senior", "junior")[i % 2], i % 28 + 1))
    return "Introduction\n\nTable 1. Meetings\nNo. Name of meeting Place Date Result\n" + rows(size)


def _flat_row(size: int) -> str:
    words = _numbered(lambda i: f"Word{_name(i)} {_name(i).lower()}\n\n" if i % 3 else f"{_name(i)}.\n")
    return "Introduction\n\nTable 1. One\nNo. Name of meeting Place\n1. " + words(size)


def _table_notes(size: int) -> str:
    notes = _numbered(lambda i: f"label {_name(i)}\n")
    return "Table 1. T\na\tb\n1\t2\nNote:\n" + notes(size)


def _deep_numbers(size: int) -> str:
    lines, number, made = ["1. Introduction"], "1", 0
    while made < size:
        number += ".1"
        lines.append(f"{number} Level of it\n")
        made += len(lines[-1])
    return "\n".join(lines)


def _long_heading(size: int) -> str:
    return f"# {'Word' * (size // 8)}\n\n" + "A text.\n\n" * (size // 18)


def _captions(size: int) -> str:
    return "Introduction\nText that stops in the middle of\n\n" + _numbered(
        lambda i: f"Figure {i % 99 + 1}. Another\n\nmore {_name(i).lower()}\n\n"
    )(size)


def _quotes(size: int) -> str:
    return "".join(f"{'>' * (i % 50 + 1)} quoted {i}\n" for i in range(size // 36))


def _mathematical(size: int) -> str:
    word = "".join(chr(0x1D400 + i % 26) for i in range(6))
    return f"{word} " * (size // 7)


_PROSE = "The forces met in Manila and agreed on a plan, which nobody had read before. "
_KINDS: dict[str, Callable[[int], str]] = {
    "one-line": _repeated(_PROSE),
    "no-full-stop": _repeated("the forces met in Manila and agreed on a plan which nobody had read before "),
    "no-commas-lines": _repeated("lines that end without any stop at all and go on and on\n"),
    "dots": _repeated("."),
    "dots-and-letter": lambda size: "a" + "." * size + "b",
    "spaced-dots": _repeated(". "),
    "leaders": _repeated("Chapter ........ 12 "),
    "brackets-open": _repeated("("),
    "brackets-nested": _nested,
    "brackets-mixed": _repeated("([{"),
    "brackets-years": _repeated("(2001 "),
    "bracket-of-years": lambda size: "It is so. (" + _repeated("2001, ")(size),
    "capitalised": _repeated("Ana Maria Koster Lindqvist "),
    "capitalised-and": _numbered(lambda i: f"{_name(i)} and "),
    "capitals": _repeated("ASEAN POLICE FORCES MEET "),
    "capital-word": _repeated("A"),
    "dates": _repeated("24 April 2025, "),
    "numbers": _repeated("1,234.56 "),
    "digits": _repeated("1234567890"),
    "years": _repeated("2001 "),
    "year-ranges": _repeated("2001-2002-"),
    "hyphens": _repeated("-"),
    "hyphens-at-line-ends": _repeated("cross-\n"),
    "hyphens-of-kinds": _repeated("a-\n\u2010\u00ad-\n"),
    "hyphens-kept": _numbered(lambda i: f"{_name(i)}-\n"),
    "letters-at-line-ends": _repeated("a-\n"),
    "citations-and-entries": _citations_and_entries,
    "citations-of-one-author": _one_author,
    "citations-in-one-sentence": _one_sentence_of_citations,
    "citations-in-one-bracket": lambda size: f"So it is ({_numbered(lambda i: f'{_name(i)}, 2001; ')(size)}).",
    "citations-numbered": _numbered_entries,
    "narrative": _repeated("Kim (2001) "),
    "source-note": lambda size: "Source: " + _numbered(lambda i: f"{_name(i)} (2001), ")(size),
    "entries-equal": _equal_entries,
    "entry-long": _long_entry,
    "abbreviations": _numbered(lambda i: f"the {_name(i)} Training Unit ({_name(i)[0]}TU) and "),
    "abbreviations-joined": _repeated("(AB)"),
    "table-wide": _wide_table,
    "table-long": lambda size: "Table 1. Long\nName\tValue\n" + _repeated("a\t1\n")(size),
    "table-ragged": _ragged_table,
    "table-long-header": _long_header,
    "table-pipes": _repeated("|a|b|c|\n"),
    "table-one-cell": lambda size: "Table 1. T\na\tb\nx\t" + _repeated(_PROSE)(size) + "\n",
    "table-flat": _flat_table,
    "table-flat-row": _flat_row,
    "table-notes": _table_notes,
    "headings": _numbered(lambda i: f"# Part {i}\n\nText.\n\n"),
    "headings-deep": _deep_numbers,
    "heading-long": _long_heading,
    "captions": _captions,
    "list-items": _numbered(lambda i: f"- item {i}\n"),
    "list-markers": _repeated("- "),
    "enumerators": _repeated("1. a) (iv) "),
    "quotes-nested": _quotes,
    "quotation-marks": _repeated("\u201c\u201d\"'\u2018\u00ab"),
    "emphasis": _repeated("*a**_b_"),
    "emphasis-open": _repeated("*"),
    "links": _repeated("[text](https://a.example/x) "),
    "links-open": _repeated("[a]("),
    "code-fences": _repeated("```\ncode\n"),
    "html": _repeated("<div><b>x</b>"),
    "html-open": _repeated("<"),
    "footnotes": _numbered(lambda i: f"text[^{i}]\n\n[^{i}]: note\n\n"),
    "form-feeds": lambda size: "a" + "\f" * size,
    "pages": _repeated("\fA page.\n"),
    "blanks": lambda size: "a" + " " * size + "b.",
    "blanks-and-stops": lambda size: "a." + " " * size + "(b",
    "tabs": lambda size: "a" + "\t" * size + "b",
    "blank-lines": lambda size: "a" + "\n" * size + "b",
    "carriage-returns": _repeated("One line.\r"),
    "nul": _repeated("a\x00b "),
    "controls": _repeated("a\x01\x1b[31m\x7f\x1c "),
    "combining": _repeated("e\u0301\u0308\u0323"),
    "combining-only": lambda size: "a" + "\u0301" * size,
    "bidi": _repeated("a\u202e\u2066b\u2069\u202c "),
    "zero-width": _repeated("\u200b\u200d"),
    "emoji": _repeated("\U0001f469\u200d\U0001f4bb\U0001f1ee\U0001f1e9"),
    "chinese": _repeated("\u8b66\u5bdf\u5408\u4f5c\u4f1a\u8bae\u3002"),
    "thai": _repeated("\u0e15\u0e33\u0e23\u0e27\u0e08\u0e2d\u0e32\u0e40\u0e0b\u0e35\u0e22\u0e19"),
    "mathematical-capitals": _mathematical,
    "private-use": _repeated("\ue000\U0010fffd\ufffe "),
    "ligatures": _repeated("\ufdfa\ufb03\u1e9e\u0130 "),
    "word": _repeated("a"),
    "words-long": _repeated("pneumono" * 40 + " "),
    "dotted-word": _repeated("a.b."),
    "eg": _repeated("e.g. "),
    "et-al": _repeated("et al. "),
    "initials": _repeated("A. B. C. "),
    "urls": _repeated("https://a.example/path?q=1&r=(2) "),
    "url": lambda size: "https://" + _repeated("a/b.")(size),
    "emails": _repeated("ana@a.example, "),
    "dois": _repeated("doi:10.1000/j.19.466 "),
    "dois-open": _repeated("10.1000/(a("),
    "slashes": _repeated("and/or/"),
    "colons": _repeated("Source: Note: "),
    "acronyms": _repeated("U.S. "),
    "questions": _repeated("?! "),
}
