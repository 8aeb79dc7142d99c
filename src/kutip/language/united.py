"""The words of all languages together.

Papers and questions mix languages: an English paper has an Indonesian abstract and cites Indonesian authors. So code
that looks for words looks for those of every language, unless it was told which one it reads.

A field is named by its path in the record: "names.particles" is what `LanguageData.names.particles` holds.
"""

from operator import attrgetter

from kutip.language import LANGUAGES


def in_order(field: str) -> tuple[str, ...]:
    """A field of all languages, each word or pattern once, those of the first language first.

    >>> in_order("function_words.conjunctions")
    ('and', 'dan')
    """
    return tuple(dict.fromkeys(word for one in LANGUAGES.values() for word in attrgetter(field)(one)))


def union(*fields: str) -> frozenset[str]:
    """The words in some fields of all languages.

    >>> sorted(union("papers.row_numbers"))
    ['no', 'nomor']
    """
    return frozenset(word for field in fields for word in in_order(field))


def any_of(*fields: str) -> str:
    """A regular expression, as one group, for any word or pattern in some fields of all languages.

    >>> any_of("function_words.conjunctions")
    '(?:and|dan)'
    """
    pieces = dict.fromkeys(piece for field in fields for piece in in_order(field))
    return f"(?:{'|'.join(pieces)})" if pieces else r"(?!)"  # which matches nothing


# What stands for the year of a work where it is cited and where it is listed: "2019a", "n.d.".
CITED_YEAR = rf"(?:(?:1[5-9]|20)\d{{2}}[a-z]?|{any_of('citing.undated')})"
STOP_WORDS = union("function_words.stop_words")
