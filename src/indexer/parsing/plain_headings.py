"""Recognises headings of raw text by what is around them: numbered, on two lines, or in sentence case above prose."""

import re
from collections.abc import Sequence

from indexer.parsing import line_openers
from indexer.parsing.headings import (
    SMALL_WORDS,
    is_capitals,
    is_short_title,
    is_title_case,
    numbered_title,
    whole_capitals,
)
from indexer.parsing.lines import Line
from kutip.language.united import union
from kutip.text.reading import HYPHENS

_SECTION_WORDS = union("papers.section_words", "function_words.small_words")
_NUMBER = re.compile(r"[1-9]\d?(?:\.\d{1,2}){0,3}\.?")
_MAX_HEADING_LINES = 5
_PROSE = 30  # characters; a line of a paragraph has more
_PROSE_WORDS = 5
_LEAST_TITLE_WORDS = 3  # of a line in title case directly above a paragraph; shorter ones are names
_SHARE = 0.75  # of the line below it that a heading may have
_SHARE_WITHOUT_GAP = 0.5  # the same in sentence case without a blank line between: no first line of prose is as short


def opens_section(text: str) -> bool:
    """True if a line is a heading by its words alone, with a capital: "Abstract", "1 Introduction", "References"."""
    whole = whole_capitals(text)
    words = whole.lstrip("0123456789. |")
    known = opens_text(text) or line_openers.REFERENCES.fullmatch(whole)
    return bool(known) and words[:1].isupper() and not text.endswith(":")


def opens_text(text: str) -> bool:
    """True if a line is the heading with which a paper's text begins, after its front.

    >>> opens_text("ABSTRACT:"), opens_text("I. I NTRODUCTION"), opens_text("1 | Introduction"), opens_text("Methods")
    (True, True, True, False)
    """
    return line_openers.OPENING.fullmatch(whole_capitals(text)) is not None


def is_known_title(text: str) -> bool:
    """True if a heading's words are all usual names of sections: "Acknowledgements", "Conflict of Interest"."""
    words = [word.strip(":.").casefold() for word in text.split()]
    return opens_section(text) or (text[:1].isupper() and all(word in _SECTION_WORDS for word in words))


def stands_above_prose(
    group: Sequence[Line], below: Sequence[Line], *, follows_prose: bool, marks_wraps: bool = False
) -> bool:
    """True if the first line of a group is a heading, because of its number or because it stands alone, above prose.

    Args:
        group: The lines of which the first one may be a heading.
        below: The next group; empty if there is none.
        follows_prose: Whether a whole paragraph or a heading is above it.
        marks_wraps: Whether the text marks the lines that go on; one in title case then needs no judging by place.
    """
    text = group[0].content
    alone = len(group) == 1
    lines = below if alone else group[1:]
    if not lines or not _is_prose(lines[0].content):
        return False
    if numbered_title(text):
        return alone or len(text) <= _SHARE * len(lines[0].content)
    in_title_case = is_title_case(text)
    sentence_case = is_short_title(text) and not in_title_case and not text.endswith(":")
    if not alone and not marks_wraps and in_title_case and len(text.split()) >= _LEAST_TITLE_WORDS and "," not in text:
        return follows_prose and len(lines) > 1 and len(text) <= _SHARE * len(lines[0].content)
    paragraph = len(lines) > 1 or lines[0].content.endswith(".")
    share = _SHARE if alone else _SHARE_WITHOUT_GAP
    return follows_prose and sentence_case and paragraph and len(text) <= share * len(lines[0].content)


def lines_of_heading(group: Sequence[Line]) -> int:
    """Return how many lines at the start of a group are one heading; 0 if none."""
    text = group[0].content
    if opens_text(text) or line_openers.REFERENCES.fullmatch(whole_capitals(text)):
        return 1
    if line_openers.LIST_ITEM.match(text) or line_openers.FRONT_MATTER.match(text):
        return 0
    fits = is_capitals if is_capitals(text) else is_title_case
    if not fits(text):
        return 0
    count = 1
    joined = False
    while count < min(len(group), _MAX_HEADING_LINES) and group[count - 1].wraps:
        cut_word = group[count - 1].content.endswith(tuple(HYPHENS))
        piece = group[count].content
        # A later line may begin with a small word ("in Addressing Human") or the rest of a divided word.
        starts_small = cut_word or piece.split()[0] in SMALL_WORDS
        if not fits(piece[0].upper() + piece[1:] if starts_small and fits is is_title_case else piece):
            break
        joined = cut_word
        count += 1
    # A heading's last line does not wrap, because a paragraph begins after it. Two cases only look like wrapping: the
    # rest of a divided word, and, where soft line ends leave no blank, every heading in capitals.
    last = group[count - 1]
    in_capitals = fits is is_capitals and last.text.rstrip("\r").endswith(last.content) and last.content[-1].isalnum()
    return 0 if last.wraps and not joined and not in_capitals and count < len(group) else count


def is_section_number(groups: Sequence[Sequence[Line]]) -> bool:
    """True if a section's number stands alone on the first line of some groups, and its title on the next, above prose.

    Args:
        groups: The group that begins with the number, and the next two, if there are as many.
    """
    first = groups[0]
    if not _NUMBER.fullmatch(first[0].content):
        return False
    if len(first) > 2 and len(first[1].content) >= len(first[2].content):
        return False
    lines = [line for group in (first[1:3], *(below[:2] for below in groups[1:])) for line in group]
    if len(lines) < 2:
        return False
    title = lines[0].content
    fits = is_short_title(title) or is_title_case(title) or is_capitals(title)
    fits = fits and not title[0].isdigit()  # which has a number of its own
    return fits and len(title.split()) <= _PROSE_WORDS * 2 and _is_prose(lines[1].content)


def _is_prose(text: str) -> bool:
    begins = text[0].isupper() or text[0] in '“"‘'
    return begins and len(text) >= _PROSE and len(text.split()) >= _PROSE_WORDS and not numbered_title(text)
