"""Fields of a language's record for papers: citations, references, headings, captions, tables, laws."""

from dataclasses import dataclass

from kutip.language.listed import Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class CitingWords:
    """Words in citations and in lists of references.

    Attributes:
        undated: Patterns for what stands in place of a year: "in press". May be empty.
        circa: Words for "about" before a year. May be empty.
        leads: Patterns for what precedes the authors within a bracket: "see", "according to".
        through: Patterns for what precedes the work that was read: "cited in" in "(Boer, cited in Archer, 2001)".
        locators: Abbreviations before the number of a part of a work, besides those of `PaperWords`: "ch".
        name_joins: Words within an author's name, besides those of `NameWords`. May be empty.
        openers: Words with capitals that may precede authors at the beginning of a sentence, besides those of
            `SentenceWords`: "Research" in "Research Koster (2009) did".
        opener_joins: Words that may follow an opener: "to" in "According to".
        never_authors: Words that never end an author's name; "since" before a year makes it a date.
        instruments: Last words of laws, conferences and other things that are no author but have a year: "treaty".
        treaties: Instruments that count even if other words follow: "Convention on …".
        no_author: Patterns for what stands in the place of an author in notes: "processed data".
        editors: Patterns for what marks editors in an entry, with capitals: "Eds?".
        bodies: Patterns for words in the names of bodies that publish, besides `PaperWords.workplaces`: "council".
        theses: Patterns for kinds of theses, as entries name them: "phd thesis".
        edited_by: Patterns for what stands before editors: "edited by".
        editions: Words beside the number of an edition: "ed".
        within: Words before the book that a chapter is in, with a capital: "In".
        title_abbreviations: Abbreviations whose full stop does not end a title: "Vol".
        events: Words after which a name and a year in brackets are the place and time of an event: "meeting".
        place_leads: Words between such a word and the place: "in" in "held in Hanoi (2005)".
        interval_leads: Words before the ends of an interval in brackets: "range" in "the range [2, 5]".
        retrieved: Words before the date on which a web page was read: "retrieved".
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
    bodies: Listed
    theses: Listed
    edited_by: Listed
    editions: Listed
    within: Listed
    title_abbreviations: Listed
    events: Listed
    place_leads: Listed
    interval_leads: Listed
    retrieved: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWords:
    """Words by which a paper names its own parts.

    All are patterns, except `section_words`, `column_nouns`, `column_joins`, `column_participles` and `row_numbers`,
    which are words.

    Attributes:
        figures: Before the number of a figure: "figures?".
        tables: Before the number of a table.
        appendices: Before the number or letter of an appendix.
        sections: Before the number of a section or chapter.
        pages: Before the number of a page.
        paragraphs: Before the number of a paragraph.
        issues: Before the number of a volume or issue of a journal.
        sources: Before the source of a figure or table and its colon: "sources?".
        notes: Before a note to a figure or table and its colon.
        references: Headings of the list of references.
        openings: Headings of the first part of the text, after the front matter: "abstract".
        section_words: Words of the usual section names in any field: "method". A heading of such words alone names no
            subject.
        front_matter: Beginnings of lines that are front matter wherever they stand: "received".
        by_lines: Before the authors of a paper, on its first page: "by".
        workplaces: In the names of the bodies that authors work for: "institutes?".
        proceedings: Names of what conferences publish: "proceedings".
        kinds_of_paper: What a first page calls the paper itself: "review article".
        column_nouns: Nouns that end the name of a table's column: "year" in "first year".
        column_joins: Words that continue a column's name after such a noun: "of" in "number of cases".
        column_participles: Participles that may follow such a noun and end the name: "involved". May be empty.
        row_numbers: Names of the column that numbers the rows: "no".
        date_columns: Names of columns that contain dates.
        place_columns: Names of columns that contain places.
        name_columns: Names of columns that contain persons or bodies.
        printed: What typesetting prints above or before an abstract, the list of references and keywords, in this
            order: "abstract", "references", "keywords".
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
    by_lines: Listed
    workplaces: Listed
    proceedings: Listed
    kinds_of_paper: Listed
    column_nouns: Listed
    column_joins: Listed
    column_participles: Listed = ()
    row_numbers: Listed
    date_columns: Listed
    place_columns: Listed
    name_columns: Listed
    printed: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class LawWords:
    """Words by which laws are cited: "Law No. 21 of 2007". All are patterns.

    The first pattern of each kind is its usual name.

    Attributes:
        law: Names of an act of parliament.
        presidential_regulation: Names of a president's regulation.
        government_regulation: Names of a government's regulation.
        states: The state whose law it is, after the law's name.
        numbers: Before the law's number.
        years: Before the law's year.
    """

    law: Listed
    presidential_regulation: Listed
    government_regulation: Listed
    states: Listed
    numbers: Listed
    years: Listed
