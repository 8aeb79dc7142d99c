"""The words of a language by which papers and laws are built and cited."""

from dataclasses import dataclass

from kutip.language.listed import Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class CitingWords:
    """Words in and around citations in running text, and in the entries of a list of references.

    Attributes:
        undated: Patterns for what stands in place of a year: "n.d.", "in press". May be empty.
        circa: Words for "about" before a year. May be empty.
        leads: Patterns for what stands in a bracket before the names that it cites: "see", "according to".
        through: Patterns for what stands between a source and the work that quotes it: "as cited in".
        locators: Words before the number of a part of a work, within a citation, besides those of `PaperWords`: "ch".
        name_joins: Join the words of an author's name, besides those of `NameWords`. May be empty.
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
    name_joins: Listed = ()
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
        section_words: Words, no patterns, of the usual names of sections in any field: a heading of these alone names
            no subject.
        front_matter: Openings of lines that belong to the front matter wherever they stand: "received".
        column_nouns: Nouns that end the name of a table's column: "year" in "first year".
        column_joins: Words that go on with the name of a column after such a noun: "of" in "number of cases".
        column_participles: Words that may follow such a noun and then end the name: "involved". May be empty.
        row_numbers: Names of a column that numbers the rows: "no".
        date_columns: Names of columns that hold dates.
        place_columns: Names of columns that hold places.
        name_columns: Names of columns that hold persons or bodies.
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
    section_words: Listed
    front_matter: Listed
    column_nouns: Listed
    column_joins: Listed
    column_participles: Listed = ()
    row_numbers: Listed
    date_columns: Listed
    place_columns: Listed
    name_columns: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class LawWords:
    """Words by which laws are cited: "Law No. 21 of 2007". All are patterns.

    The first pattern of a kind is its usual name.

    Attributes:
        law: Names of an act of parliament.
        presidential_regulation: Names of a regulation by the president.
        government_regulation: Names of a regulation by the government.
        states: Whose law it is, after its name.
        numbers: Before its number.
        years: Before its year.
    """

    law: Listed
    presidential_regulation: Listed
    government_regulation: Listed
    states: Listed
    numbers: Listed
    years: Listed
