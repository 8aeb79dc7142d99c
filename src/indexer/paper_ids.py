"""Names a paper in a corpus: by its first author and its year, in letters that any file system holds."""

import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from itertools import count
from pathlib import Path

from indexer.parsing.corpus import is_document_id
from kutip.metadata.facts import DocumentFacts

# Letters that Unicode does not decompose.
_LETTERS: Mapping[int, int | str] = {
    **str.maketrans("øłđðħı", "olddhi"),
    ord("þ"): "th",
    ord("æ"): "ae",
    ord("œ"): "oe",
}
_OTHERS = re.compile(r"[^a-z0-9]+")
_LONGEST = 60  # characters, so that a number still fits behind
_UNNAMED = "paper"


def plain_name(text: str) -> str:
    """Return a text as part of an id: lower-case ASCII letters and digits, hyphens for all else; "" if none remain.

    >>> plain_name("Ångström & Łuk"), plain_name("van der Berg"), plain_name("王")
    ('angstrom-luk', 'van-der-berg', '')
    """
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    bare = "".join(one for one in folded if not unicodedata.combining(one) and one not in "'’")
    return _OTHERS.sub("-", bare)[:_LONGEST].strip("-")


def paper_id(facts: DocumentFacts, file: Path, taken: Container[str]) -> str:
    """Return an id for a paper that no other has: "holm-2019", or "holm-2019-2" if there is one of that name.

    Args:
        facts: What is known of the paper.
        file: Where it comes from, after which a paper is named whose authors are not known.
        taken: Ids that others have.
    """
    author = plain_name(facts.people[0].last) if facts.people else ""
    year = str(facts.year) if author and facts.year is not None and facts.year > 0 else ""
    base = "-".join(filter(None, (author, year))) or file_name_of(file)
    return next(one for one in _numbered(base) if is_document_id(one) and one not in taken)


def file_name_of(file: Path) -> str:
    """Return the name of a file or folder as an id, "paper" if it has no letters for one."""
    given = file.parent.name if file.stem == "source" else file.stem
    name = plain_name(given) or _UNNAMED
    return name if is_document_id(name) else f"{_UNNAMED}-{name}"


def _numbered(base: str) -> Iterator[str]:
    yield base
    for number in count(2):
        yield f"{base}-{number}"
