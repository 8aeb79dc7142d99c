"""Reads DOCX files."""

from typing import Any

from indexer.parsing.author_line import read_author_line
from indexer.parsing.markup.markup_facts import kept_facts, people_fact, text_fact
from indexer.parsing.markup.markup_tree import Element
from indexer.parsing.reader import ReadSource
from indexer.parsing.stated_facts import FIRST_PAGE, confirmed_by
from indexer.parsing.word.word_archive import WordArchive
from indexer.parsing.word.word_document import WordDocument

_START = b"PK"  # of every archive


class WordReader:
    """Reads DOCX; see `Reader`."""

    form = "docx"
    suffixes = (".docx",)

    def fits(self, data: bytes) -> bool:
        """True for an archive; what it holds is seen when it is read."""
        return data.startswith(_START)

    def read(self, data: bytes) -> ReadSource:
        """Read a document.

        Raises:
            SourceError: It is no DOCX file, damaged, or has more of something than is read.
        """
        archive = WordArchive(data)
        document = WordDocument(archive)
        document.read()
        source = document.source({})
        stated = {"title": text_fact(document.title), "author": _people(document.authors)}
        properties = confirmed_by(source.text[:FIRST_PAGE], _properties(archive.properties()))
        return ReadSource(source.text, source.blocks, stated={**properties, **kept_facts(stated)})


def _people(lines: list[str]) -> list[dict[str, str]] | None:
    """The persons named on some lines; None unless each is clear."""
    read = [read_author_line(line) for line in lines]
    people = [person for line in read if line is not None for person in line.people]
    return people if read and None not in read else None


def _properties(core: Element) -> dict[str, Any]:
    """What the file says of itself; programs often write there what is wrong."""
    title, creator = core.child("title"), core.child("creator")
    return kept_facts(
        {
            "title": text_fact(title.text()) if title is not None else None,
            "author": people_fact(creator.squeezed().split(";")) if creator is not None else None,
        }
    )


DOCX = WordReader()
