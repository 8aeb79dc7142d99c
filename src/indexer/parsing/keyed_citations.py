"""What a source itself says of its citations, by keys: "[@arden2019]", LaTeX's citation command, a link to an entry."""

from dataclasses import dataclass

from kutip.types import Form, Span


@dataclass(frozen=True, slots=True)
class KeyedCitation:
    """An in-text citation of one work by its key.

    Attributes:
        span: Its place in the source text, without the brackets that it shares with others; citations of several keys
            may have the same place.
        key: The key of the work, such as "arden2019" or "ref-12".
        form: Its form; None to take it from its text: a number, or else a citation in brackets.
    """

    span: Span
    key: str
    form: Form | None = None


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
    """

    citations: tuple[KeyedCitation, ...] = ()
    entries: tuple[tuple[int, str], ...] = ()
    files: tuple[str, ...] = ()
    nocite: tuple[str, ...] = ()
