"""Example questions of a corpus: those that its file lists, else questions made from headings, short forms and titles.

The start page, `kutip serve`, `kutip ask` without a question and the OpenAPI document show them.
"""

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from indexer.abbreviations import find_abbreviations
from indexer.parsing.headings import is_capitals
from kutip.errors import CorpusError
from kutip.language.section_names import SECTION_NAMES
from kutip.messages.catalogue import Catalogue, languages
from kutip.metadata.facts import facts_of
from kutip.text.reading import squeeze
from kutip.text.terms import searchable, terms
from kutip.types import Block, Document, ExampleQuestion, Message

FILE = "examples.json"
_SHAPE = 'an object such as {"language": "en", "question": "When was it built?"}'
_LONGEST_QUESTION = 200  # characters; the start page shows a question on two lines at most
_LONGEST_HEADING = 70  # characters; with the words around it, such a heading still fits one line
_ENGLISH, _OTHERS = 3, 2  # how many questions are made in English and in each other language
_MARKS = re.compile(r"[#\s]+")
_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[A-Z])(?:\.(?:\s+|$)|\)\s*)|\d{1,2}(?:\.\d{1,2})*\s+")
_USUAL = frozenset(terms(" ".join(itertools.chain.from_iterable(SECTION_NAMES.values()))))


def examples_of(corpus: Path, parsed: Iterable[tuple[Document, Sequence[Block]]]) -> tuple[ExampleQuestion, ...]:
    """The example questions of a corpus folder, given its documents with their blocks.

    Raises:
        CorpusError: The folder has a file of examples that cannot be read as one.
    """
    listed = read_examples(corpus / FILE)
    return make_examples(parsed) if listed is None else listed


def read_examples(path: Path) -> tuple[ExampleQuestion, ...] | None:
    """The example questions that a file lists, in its order; None if there is no such file.

    Args:
        path: JSON in UTF-8: a list of objects with "language", "en" or "id", and "question".

    Raises:
        CorpusError: The file is not such a list; the message names the entry that is wrong.
    """
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:  # errors of JSON and of UTF-8 are ValueErrors
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
    """Up to three English questions about what the documents' headings and short forms name, and two in each other
    language that Kutip speaks.

    Args:
        parsed: The documents, each with its blocks, in the order of the corpus; each has its turn.

    Returns:
        The questions, English ones first; none if no document has a heading, a short form or a title.
    """
    each = [list(_subjects(document, blocks)) for document, blocks in parsed]
    in_turn = [one for turn in itertools.zip_longest(*each) for one in turn if one is not None]
    subjects = list(dict.fromkeys(in_turn))[: _ENGLISH + _OTHERS]
    english, *others = languages()
    chosen = [(english, one) for one in subjects[:_ENGLISH]]
    chosen += [(language, one) for language in others for one in subjects[-_OTHERS:]]
    return tuple(ExampleQuestion(language, Catalogue.of(language).text(one)) for language, one in chosen)


def _fault(entry: object) -> str | None:
    """What is wrong with an entry of the file, and what to do; None if nothing is."""
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
    """What a document may be asked about, the most telling first: headings, then short forms, last its title."""
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
    """A heading without its mark and its number.

    >>> [_bare(text) for text in ("## 2.1 Tidal range", "IV. Loss of soil", "A) Salt", "A salt road")]
    ['Tidal range', 'Loss of soil', 'Salt', 'A salt road']
    """
    return squeeze(_NUMBER.sub("", _MARKS.sub(" ", heading).strip(), count=1)).rstrip(".:")


def _names_a_subject(heading: str) -> bool:
    """Whether a heading says more than which section of a paper it opens.

    >>> [_names_a_subject(text) for text in ("Tidal range", "Results and Discussion", "Daftar Pustaka")]
    [True, False, False]
    """
    return 0 < len(heading) <= _LONGEST_HEADING and not set(terms(heading)) <= _USUAL


def _reads_as_a_label(heading: str) -> bool:
    """Whether a heading is of one word or in capitals: most of those open a section and name no subject."""
    return is_capitals(heading) or len(set(terms(heading))) < 2
