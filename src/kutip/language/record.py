"""What Kutip knows about one natural language: a record of its words, by the question that they help to answer.

A field holds either words or patterns. Words are compared as a whole, in lower case unless the field says otherwise.
A pattern is a piece of a regular expression for one word or phrase, such as `authors?`; it has no capturing group, and
the code that uses it decides what may stand around it. A field may be empty only if its description says so.
"""

from dataclasses import dataclass

Listed = tuple[str, ...]


def listed(text: str, separator: str | None = None) -> Listed:
    """A tuple of the pieces of a text, parted by blanks or by `separator`.

    >>> listed("not no"), listed("such as | for example", "|")
    (('not', 'no'), ('such as', 'for example'))
    """
    return tuple(piece.strip() for piece in text.split(separator))


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionWords:
    """Words that carry no subject.

    Attributes:
        stop_words: Words that search leaves out and that show which language a question is in.
        small_words: Words that stay in lower case in a heading whose other words have capitals.
        conjunctions: Words for "and".
        compound_firsts: First parts that keep their hyphen before most words, as "self" in "self-made". May be empty.
    """

    stop_words: Listed
    small_words: Listed
    conjunctions: Listed
    compound_firsts: Listed = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWords:
    """Words of dates.

    Attributes:
        months: The twelve months in their order, with capitals.
        short_months: Abbreviations of months, with capitals and without full stops.
    """

    months: Listed
    short_months: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceWords:
    """Words that show where sentences end and begin.

    Attributes:
        abbreviations: Written with a full stop, after which the same sentence goes on: "fig".
        closing_abbreviations: Written with a full stop that may end the sentence too, if a capital follows: "etc".
        before_numbers: Abbreviations only before a number, else words or nothing: "no" in "no. 5". May be empty.
        openers: Words that begin sentences and are no part of a name, with capitals: "However".
        counting_openers: The same, if no noun follows: "First", unlike "First Committee".
        participles: Verbs that begin sentences, with capitals: "Based".
        surnames: Those of the openers that are surnames too: "He". May be empty.
    """

    abbreviations: Listed
    closing_abbreviations: Listed
    before_numbers: Listed = ()
    openers: Listed
    counting_openers: Listed
    participles: Listed
    surnames: Listed = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWords:
    """Words in and around names, as papers in this language write them.

    Attributes:
        particles: Stand before a family name in lower case: "van".
        joins: Join the words of one name in lower case: "of" in "Department of Justice".
        foreign_conjunctions: Words of other languages for "and" that authors' names keep: "und". May be empty.
        others: Patterns for what stands for further authors: "et al.".
        titles: Stand before a name: "prof".
        short_titles: Titles of one letter, which are initials elsewhere: "h" for a hajj. May be empty.
        degrees: Stand after a name, letters without full stops: "phd".
        suffixes: Stand after a name and belong to it, with capitals: "Jr". May be empty.
    """

    particles: Listed
    joins: Listed
    foreign_conjunctions: Listed = ()
    others: Listed
    titles: Listed
    short_titles: Listed = ()
    degrees: Listed
    suffixes: Listed = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CitingWords:
    """Words in and around citations in running text, and in the entries of a list of references.

    Attributes:
        undated: Patterns for what stands in place of a year: "n.d.", "in press". May be empty.
        circa: Words for "about" before a year. May be empty.
        leads: Patterns for what stands in a bracket before the names that it cites: "see", "according to".
        through: Patterns for what stands between a source and the work that quotes it: "as cited in".
        locators: Words before the number of a part of a work, within a citation, besides those of `PaperWords`: "ch".
        openers: Words besides those of `SentenceWords` before the names that a sentence begins with, with capitals:
            "Research" in "Research Koster (2009) did".
        opener_joins: Words that may follow an opener: "to" in "According to".
        never_authors: Words that no author's name ends with; what has one before a year is a date or a name of a law.
        instruments: Last words of names of laws, conferences and the like, which have a year in brackets too.
        treaties: Words anywhere in such a name. They are among the instruments too.
        no_author: Patterns for what stands in an author's place in a note and is none: "processed data".
        editors: Patterns for what marks editors in an entry, with capitals: "Eds?".
        within: What stands before the book that an entry's chapter is in, with a capital: "In".
        title_abbreviations: Abbreviations with a full stop that does not end a title: "Vol".
        retrieved: Words before the date or address at which a page was read: "retrieved".
    """

    undated: Listed = ()
    circa: Listed = ()
    leads: Listed
    through: Listed
    locators: Listed
    openers: Listed
    opener_joins: Listed
    never_authors: Listed
    instruments: Listed
    treaties: Listed
    no_author: Listed
    editors: Listed
    within: Listed
    title_abbreviations: Listed
    retrieved: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWords:
    """Words by which a paper names its own parts.

    All are patterns but those of `column_nouns`,
    `column_joins`, `column_participles` and `row_numbers`, which are words.

    Attributes:
        figures: Before the number of a figure: "figures?".
        tables: Before the number of a table.
        appendices: Before the number or letter of an appendix.
        sections: Before the number of a section or chapter.
        pages: Before the number of a page.
        paragraphs: Before the number of a paragraph.
        issues: Before the number of a volume or an issue of a journal.
        sources: Before a colon and the source of a figure or table.
        notes: Before a colon and a note to a figure or table.
        references: The heading of the list of references.
        openings: Headings with which the text itself opens, after the front matter: "abstract".
        front_matter: Openings of lines that belong to the front matter wherever they stand: "received".
        column_nouns: Nouns that end the name of a table's column: "year" in "first year".
        column_joins: Words that go on with the name of a column after such a noun: "of" in "number of cases".
        column_participles: Words that may follow such a noun and then end the name: "involved". May be empty.
        row_numbers: Names of a column that numbers the rows: "no".
        date_columns: Names of columns that hold dates.
    """

    figures: Listed
    tables: Listed
    appendices: Listed
    sections: Listed
    pages: Listed
    paragraphs: Listed
    issues: Listed
    sources: Listed
    notes: Listed
    references: Listed
    openings: Listed
    front_matter: Listed
    column_nouns: Listed
    column_joins: Listed
    column_participles: Listed = ()
    row_numbers: Listed
    date_columns: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageData:
    """All words of one language.

    Attributes:
        code: Its two letters by ISO 639-1: "en".
        name: Its name in English.
        function_words: Words that carry no subject.
        dates: Words of dates.
        sentences: Words that show where sentences end and begin.
        names: Words in and around names.
        citing: Words in and around citations.
        papers: Words by which a paper names its own parts.
    """

    code: str
    name: str
    function_words: FunctionWords
    dates: DateWords
    sentences: SentenceWords
    names: NameWords
    citing: CitingWords
    papers: PaperWords
