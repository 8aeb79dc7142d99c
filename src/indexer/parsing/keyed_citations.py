"""What a source itself says of its citations, by keys: "[@arden2019]", LaTeX's citation command, a link to an entry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kutip.types import Form, Message, Reference, Span


@dataclass(frozen=True, slots=True)
class KeyedCitation:
    """An in-text citation of one work by its key.

    Attributes:
        span: Its place in the source text, without the brackets that it shares with others; citations of several keys
            may have the same place.
        key: The key of the work, such as "arden2019" or "ref-12".
        form: Its form; None to take it from its text: a number, or else a citation in brackets.
        is_sure: False if it may be something else, as "@reed" may be a name on a website: it is then a citation only if
            a file of the paper has an entry with this key.
    """

    span: Span
    key: str
    form: Form | None = None
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class KeyedCitations:
    """What a source says of its citations; all may be empty.

    A reader gives it together with the blocks. The bibliography ties these citations to the entries with the same keys
    and guesses nothing about them.

    Attributes:
        citations: The in-text citations, ascending by place.
        entries: (start of the REFERENCE block, key) of each entry in the text with a key; it may have several.
        files: Names of the files beside the source that hold further entries, as the source writes them: "paper.bib".
        nocite: Keys of works that are listed without being cited; "*" stands for all entries of the files.
        items: Entries in CSL-JSON that the source holds outside its text, as in YAML front matter.
        beside: The entries of files and items that the source cites or lists, by the key as it has it, in the order of
            its first citations; a reader leaves them to `read_document`.
        unread: What of the files could not be read; also left to `read_document`.
        raised: The places of raised numbers behind words, which may cite entries by their numbers; None for a form that
            does not show what is raised.
        numbered: The places of raised numbers with which REFERENCE blocks may begin.
    """

    citations: tuple[KeyedCitation, ...] = ()
    entries: tuple[tuple[int, str], ...] = ()
    files: tuple[str, ...] = ()
    nocite: tuple[str, ...] = ()
    items: tuple[Mapping[str, Any], ...] = ()
    beside: Mapping[str, Reference] = field(default_factory=dict, hash=False)
    unread: tuple[Message, ...] = ()
    raised: tuple[Span, ...] | None = None
    numbered: tuple[Span, ...] = ()
