"""The record of one natural language: all its words that Kutip knows, grouped by what they are for.

A field holds words or patterns. A word is compared as a whole, in lower case unless the field says otherwise. A pattern
is a piece of a regular expression for one word or phrase, such as `authors?`, without capturing groups; the code that
uses it adds what must stand around it. A field may be empty only if its description says "May be empty".
"""

from dataclasses import dataclass, field

from kutip.language.asked_words import ListingWords, MeaningWords, PaperFactWords, StudyWords
from kutip.language.asking_words import DressWords, PartedWords, UnsaidWords
from kutip.language.listed import Listed, Paired
from kutip.language.paper_words import CitingWords, LawWords, PaperWords
from kutip.language.polarity_words import PolarityWords
from kutip.language.question_words import FactWords, QuestionWords, TypeAnywhere, TypeFirst
from kutip.language.table_words import TableWords
from kutip.language.text_words import DateWords, FunctionWords, NameWords, NumberWords, RewordingWords, SentenceWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Stemming:
    """How the words of a language are reduced to their stems.

    Attributes:
        stemmer: Name of the language's stemmer in Snowball: "indonesian".
        lost_letters: Beginnings of words whose prefix may have taken the stem's first letter, with that letter, which
            the stemmer does not give back: "menulis", to write, is of "tulis", not of "ulis". May be empty.
        irregular: Words with their stems where the stemmer takes part of the stem for an ending. May be empty.
        families: Forms of one word that have different stems: "bring", "brought". May be empty.
        endings: What an inflected word may end in where another form of it ends otherwise: "ies", "y". May be empty.
    """

    stemmer: str
    lost_letters: tuple[tuple[str, str], ...] = ()
    irregular: tuple[tuple[str, str], ...] = ()
    families: tuple[tuple[str, ...], ...] = ()
    endings: Listed = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Translating:
    """What it takes to translate questions to the papers' language, word by word.

    Attributes:
        glossary: File in `retriever/query` with the translations.
        stemmer: Name of the language's stemmer in Snowball: "indonesian".
        clitics: Endings that are no part of a word: "nya" in "negaranya".
        word_forms: Patterns for whole words in a form typical of this language. They show the language of a question
            without stop words.
        informal: Informal words with their standard forms, which may be empty: ("gimana", "bagaimana").
        informal_prefixes: Beginnings of informal verbs with the standard ones: ("ng", "meng").
        informal_endings: Their endings with the standard ones: ("in", "kan").
    """

    glossary: str
    stemmer: str
    clitics: Listed
    word_forms: Listed
    informal: Paired = ()
    informal_prefixes: Paired = ()
    informal_endings: Paired = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageData:
    """All words of one language.

    Attributes:
        code: Two letters, ISO 639-1: "en".
        name: Name in English.
        stemming: How words are reduced to their stems.
        function_words: Words without a subject: stop words, negations.
        dates: Months, weekdays and what precedes dates.
        sentences: Abbreviations and words that begin sentences.
        names: Words in names and beside them.
        citing: Words in citations and lists of references.
        papers: Words by which a paper names its parts.
        numbers: Number words and what precedes numbers.
        facts: Words that show what a sentence says.
        questions: Words that show what a question asks for.
        type_anywhere: Patterns that decide the type of a question wherever they stand.
        type_first: Patterns that decide it by which of them stands first.
        dress: What people say around a question.
        unsaid: Words by which a question leaves out what it is about.
        parted: Words at which several questions in one are parted.
        laws: Words by which laws are cited.
        paper_facts: Words of questions for a fact of a paper.
        study: Words for the parts that a study plays.
        meaning: Words of questions for what a word means, and of definitions.
        listing: Words that announce lists.
        tables: Words that show what a question asks of a table.
        polarity: Words that decide whether a sentence says what is asked, or the contrary.
        rewording: Words that decide whether a shortened sentence still holds.
        respellings: Other spellings, as (pattern within a word, replacement): ("ogue(?=s?$)", "og"). May be empty.
        translating: How questions are translated to the papers' language; None for the papers' language itself.
    """

    code: str
    name: str
    stemming: Stemming
    function_words: FunctionWords
    dates: DateWords
    sentences: SentenceWords
    names: NameWords
    citing: CitingWords
    papers: PaperWords
    numbers: NumberWords
    facts: FactWords
    questions: QuestionWords
    type_anywhere: TypeAnywhere
    type_first: TypeFirst
    dress: DressWords
    unsaid: UnsaidWords
    parted: PartedWords
    laws: LawWords
    paper_facts: PaperFactWords
    study: StudyWords
    meaning: MeaningWords
    listing: ListingWords
    tables: TableWords = field(default_factory=TableWords)
    polarity: PolarityWords = field(default_factory=PolarityWords)
    rewording: RewordingWords = field(default_factory=RewordingWords)
    respellings: tuple[tuple[str, str], ...] = ()
    translating: Translating | None = None
