r"""Reads LaTeX: the text that a reader of the typeset paper reads, as far as the source alone gives it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.parsing.keyed_citations import KeyedCitation, KeyedCitations
from indexer.parsing.latex.latex_citations import CitationStyle
from indexer.parsing.latex.latex_commands import SECTIONS
from indexer.parsing.latex.latex_document import LatexDocument
from indexer.parsing.latex.latex_front import read_front
from indexer.parsing.latex.latex_inline import commands, keys_of, last_text
from indexer.parsing.latex.latex_numbers import numbers_of
from indexer.parsing.latex.latex_source import LatexSource, prepared
from indexer.parsing.latex.latex_tree import LatexCommand, Node, parse
from indexer.parsing.reader import ReadSource
from indexer.parsing.served_text import Served
from kutip.errors import SourceError
from kutip.language import LANGUAGES
from kutip.types import Message

_BEGINS = re.compile(r"(?:\s*+(?:%[^\n]*+\n)?+)*+\\[a-zA-Z]")
_DOCUMENT = re.compile(r"^[ \t]*+\\(?:documentclass|documentstyle|begin[ \t]*+\{document\})", re.MULTILINE)
_NEAR = 20_000  # characters in which a document shows that it is LaTeX
_ENCODED = re.compile(r"\\usepackage[ \t]*+\[(latin1|latin9|ansinew|cp1252)\][ \t]*\{inputenc\}")
_CODECS = {"latin1": "latin-1", "latin9": "iso8859-15", "ansinew": "cp1252", "cp1252": "cp1252"}
_SECTION = re.compile(rf"\\({'|'.join(SECTIONS)})(?![a-zA-Z])")
_NUMBERED = re.compile(
    r"\\usepackage[ \t]{0,9}\[[^\[\]]{0,500}\b(?:numbers|super)\b[^\[\]]{0,500}\][ \t]{0,9}\{natbib\}"
    r"|\\setcitestyle[ \t]{0,9}\{[^{}]{0,500}numbers"
)
_LANGUAGE = re.compile(
    r"\\usepackage[ \t]{0,9}\[([^\[\]]{0,500})\][ \t]{0,9}\{babel\}"
    r"|\\set(?:main|default)language[ \t]{0,9}(?:\[[^\[\]]{0,500}\])?\{([^{}]{0,100})\}"
)
_INDONESIAN = ("bahasa", "bahasai", "indonesian", "indon")
_MOST_TOLD = 20  # names in one notice


@dataclass(frozen=True, slots=True)
class LatexReader:
    """A reader of LaTeX; see `Reader`.

    Attributes:
        form: Name of the form.
        suffixes: File name suffixes that it reads.
        by_name: True if a file with such a suffix is LaTeX whatever it holds: it may be a part of a document.
    """

    form: str
    suffixes: tuple[str, ...]
    by_name: bool

    def fits(self, data: bytes) -> bool:
        """True if a text begins with a command of LaTeX and opens a document."""
        if self.by_name:
            return True
        start = data[: 4 * _NEAR].decode("utf-8", errors="ignore").removeprefix("\ufeff")[:_NEAR]
        return _BEGINS.match(start) is not None and _DOCUMENT.search(start) is not None

    def read(self, data: bytes) -> ReadSource:
        """Read LaTeX in UTF-8, or in the encoding that it states.

        Raises:
            SourceError: The bytes are not of the encoding.
        """
        return read_latex(_decoded(data))


def read_latex(text: str) -> ReadSource:
    """Read a LaTeX source; the text of the result is what a reader of the typeset paper reads."""
    source = prepared(text.removeprefix("\ufeff"))
    preamble, _ = parse(source.preamble)
    body, is_whole = parse(source.body)
    found = list(commands(body))
    used = {one[1] for one in _SECTION.finditer(source.body)}
    document = LatexDocument(
        CitationStyle.of(list(_entries(found)), numbered=_NUMBERED.search(source.preamble) is not None),
        names=_printed_names(source),
        sections=[name for name in SECTIONS if name in used],
        theorems=source.theorems,
        numbers=numbers_of(source.body).by_label,
    )
    front = read_front([*preamble, *body], document.inline)
    document.serve(body, front, at_start=not any(one.name == "maketitle" for one in found))
    served = document.served.finish()
    notices = _notices(document, source, is_whole)
    keyed = _keyed(served, [*commands(preamble), *found])
    return ReadSource(served.text, served.blocks, stated=front.facts, notices=tuple(notices), keyed=keyed)


def _decoded(data: bytes) -> str:
    stated = _ENCODED.search(data[:_NEAR].decode("ascii", errors="ignore"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if stated is None:
            raise SourceError(f"is not UTF-8 at byte {error.start}; convert it, then run kutip index") from error
    return data.decode(_CODECS[stated[1]], errors="replace")


def _entries(found: list[LatexCommand]) -> Iterator[tuple[str, str]]:
    """Yield key and label of each entry of the list of references."""
    for command in found:
        if command.name == "bibitem":
            label = command.arguments[0] if command.arguments else None
            yield last_text(command), "" if label is None else _shown(label.nodes)


def _shown(nodes: tuple[Node, ...]) -> str:
    """Return the text of a label."""
    bare = LatexDocument(CitationStyle({}, by_name=False))
    return " ".join("".join(piece.text for piece in bare.inline(nodes)).split())


def _printed_names(source: LatexSource) -> tuple[str, ...]:
    """Return the names that typesetting prints, in the language that the source states."""
    stated = _LANGUAGE.search(source.preamble)
    languages = re.split(r"[\s,]+", (stated[1] or stated[2] or "").casefold()) if stated is not None else []
    code = "id" if any(one in _INDONESIAN for one in languages[-1:]) else "en"
    return tuple(name.capitalize() for name in LANGUAGES[code].papers.printed)


def _keyed(served: Served, found: list[LatexCommand]) -> KeyedCitations:
    files = [name.strip() for one in found if one.name in ("bibliography", "addbibresource") for name in keys_of(one)]
    return KeyedCitations(
        tuple(KeyedCitation(span, key) for span, keys in served.cited for key in keys),
        served.entries,
        tuple(dict.fromkeys(name if name.endswith(".bib") else f"{name}.bib" for name in files)),
        tuple(dict.fromkeys(key for one in found if one.name == "nocite" for key in keys_of(one))),
    )


def _notices(document: LatexDocument, source: LatexSource, is_whole: bool) -> Iterator[Message]:
    """Yield what a person should know, each thing once."""
    if document.unknown:
        names = [f"\\{name}" for name in document.unknown]
        yield Message("notice.commands", {"n": len(names), "names": tuple(names[:_MOST_TOLD])})
    if document.files:
        yield Message("notice.files", {"n": len(document.files), "names": tuple(document.files)[:_MOST_TOLD]})
    if source.is_cut:
        yield Message("notice.macros")
    if not is_whole:
        yield Message("notice.nested")


LATEX = LatexReader("latex", (".txt", ".md"), by_name=False)
LATEX_FILE = LatexReader("latex-file", (".tex",), by_name=True)
