"""Example questions of a corpus: listed in its file, or made from headings, short forms and titles.

They are shown on the start page, by `kutip serve`, by `kutip ask` without a question and in the OpenAPI document.
"""

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from indexer.parsing.files import MOST_BYTES, read_file
from indexer.parsing.headings import is_capitals
from kutip.errors import CorpusError
from kutip.language.united import union
from kutip.messages.catalogue import Catalogue, languages
from kutip.metadata.facts import facts_of
from kutip.text.reading import squeeze
from kutip.text.short_forms import find_abbreviations
from kutip.text.terms import searchable, terms
from kutip.types import Block, Document, ExampleQuestion, Message

FILE = "examples.json"
_SHAPE = 'an object such as {"language": "en", "question": "When was it built?"}'
_LONGEST_QUESTION = 200  # in characters; the start page shows a question on at most two lines
_LONGEST_HEADING = 70  # in characters; with the words around it, such a heading still fits on one line
_ENGLISH, _OTHERS = 3, 2  # number of questions made in English, and in each other language
_MARKS = re.compile(r"[#\s]+")
# "2.10.1"; never read from the first digit of a later number on, nor from the second one if that is its last.
_SECTION = r"(?<!\d\.)(?!(?<=\d\.\d)\d(?!\d))\d{1,2}(?:\.\d{1,2})*"
_NUMBER = re.compile(rf"(?:{_SECTION}|[IVX]{{1,5}}|[A-Z])(?:\.(?:\s+|$)|\)\s*)|{_SECTION}\s+")
_USUAL = frozenset(terms(" ".join(sorted(union("papers.section_words")))))


def examples_of(corpus: Path, parsed: Iterable[tuple[Document, Sequence[Block]]]) -> tuple[ExampleQuestion, ...]:
    """Return the example questions of a corpus folder, given its documents with their blocks.

    Raises:
        CorpusError: The folder has a file of examples that cannot be read.
    """
    listed = read_examples(corpus / FILE)
    return make_examples(parsed) if listed is None else listed


def read_examples(path: Path) -> tuple[ExampleQuestion, ...] | None:
    """Return the example questions listed in a file, in its order; None if the file does not exist.

    Args:
        path: JSON in UTF-8: a list of objects with "language", "en" or "id", and "question".

    Raises:
        CorpusError: The file is not such a list; the message names the wrong entry.
    """
    try:
        listed = json.loads(read_file(path, path.parent, most=MOST_BYTES).decode("utf-8"))
    except FileNotFoundError:
        return None
    except (ValueError, RecursionError) as error:  # JSON and UTF-8 errors are ValueErrors
        raise CorpusError(f"{path} is not JSON in UTF-8: {error}; mend it or remove it") from error
    if not isinstance(listed, list):
        raise CorpusError(f"{path} holds a {type(listed).__name__}; it needs a list, each entry {_SHAPE}")
    examples = []
    for number, entry in enumerate(listed, start=1):
        wrong = _fault(entry)
        if wrong:
            raise CorpusError(f"{path}, entry {number}: {wrong}")
        examples.append(ExampleQuestion(entry["language"], squeeze(entry["question"])))
    return tuple(examples)


def make_examples(parsed: Iterable[tuple[Document, Sequence[Block]]]) -> tuple[ExampleQuestion, ...]:
    """Make up to three English questions about headings and short forms, and two in each other language of Kutip.

    Args:
        parsed: The documents in the order of the corpus, each with its blocks; they take turns.

    Returns:
        The questions, English ones first; none if no document has a usable heading, a short form or a title.
    """
    subjects: list[Message] = []
    turns = itertools.zip_longest(*(_subjects(document, blocks) for document, blocks in parsed))
    for subject in itertools.chain.from_iterable(turns):
        if len(subjects) == _ENGLISH + _OTHERS:
            break
        if subject is not None and subject not in subjects:
            subjects.append(subject)
    english, *others = languages()
    chosen = [(english, one) for one in subjects[:_ENGLISH]]
    chosen += [(language, one) for language in others for one in subjects[-_OTHERS:]]
    return tuple(ExampleQuestion(language, Catalogue.of(language).text(one)) for language, one in chosen)


def _fault(entry: object) -> str | None:
    """Return what is wrong with an entry of the file and how to mend it; None if it is valid."""
    if not isinstance(entry, dict) or entry.keys() != {"language", "question"}:
        return f"it is {json.dumps(entry)[:80]}; write {_SHAPE}"
    language, question = entry["language"], entry["question"]
    if language not in languages():
        return f"its language is {json.dumps(language)[:80]}; write one of {', '.join(languages())}"
    if not isinstance(question, str) or not searchable(question) or not question.isprintable():
        return f"its question is {json.dumps(question)[:80]}; write a question of letters on one line"
    if len(question) > _LONGEST_QUESTION:
        return f"its question has {len(question)} characters; shorten it to {_LONGEST_QUESTION}"
    return None


def _subjects(document: Document, blocks: Iterable[Block]) -> Iterator[Message]:
    """Yield questions about a document, the most specific first: headings, then short forms, then its title."""
    title = facts_of(document).title or ""
    headings = [_bare(heading.text) for heading in document.headings]
    names = [one for one in headings if one.casefold() != title.casefold() and _names_a_subject(one)]
    for heading in sorted(names, key=_reads_as_a_label):
        yield Message("example.heading", {"heading": heading})
    for block in blocks:
        for short, _ in find_abbreviations(block.text):
            yield Message("example.short_form", {"short": short})
    if title:
        yield Message("example.title", {"title": title})


def _bare(heading: str) -> str:
    """Return a heading without its mark and number.

    >>> [_bare(text) for text in ("## 2.1 Tidal range", "IV. Loss of soil", "A) Salt", "A salt road")]
    ['Tidal range', 'Loss of soil', 'Salt', 'A salt road']
    """
    return squeeze(_NUMBER.sub("", _MARKS.sub(" ", heading).strip(), count=1)).rstrip(".:")


def _names_a_subject(heading: str) -> bool:
    """True if a heading names a subject and not only a usual section of a paper.

    >>> [_names_a_subject(text) for text in ("Tidal range", "Results and Discussion", "Daftar Pustaka")]
    [True, False, False]
    """
    return 0 < len(heading) <= _LONGEST_HEADING and not set(terms(heading)) <= _USUAL


def _reads_as_a_label(heading: str) -> bool:
    """True for a heading of one word or in capitals, which usually names a section and not a subject."""
    return is_capitals(heading) or len(set(terms(heading))) < 2
