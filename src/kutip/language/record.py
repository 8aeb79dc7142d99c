"""What Kutip knows about one natural language: a record of its words, by the question that they help to answer.

A field holds either words or patterns. Words are compared as a whole, in lower case unless the field says otherwise.
A pattern is a piece of a regular expression for one word or phrase, such as `authors?`; it has no capturing group, and
the code that uses it decides what may stand around it. A field may be empty only if its description says so.
"""

from dataclasses import dataclass

from kutip.language.listed import Listed
from kutip.language.paper_words import CitingWords, LawWords, PaperWords
from kutip.language.question_words import FactWords, QuestionWords, TypeAnywhere, TypeFirst
from kutip.language.text_words import DateWords, FunctionWords, NameWords, NumberWords, SentenceWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrying:
    """How questions in a language that the papers are not written in are carried to the papers' language.

    Attributes:
        glossary: The name of the file in `retriever/query` that has the translations.
        stemmer: The name of the language's stemmer in Snowball.
        clitics: What is written on to a word and is no part of it: "nya".
        word_forms: Patterns of whole words as only this language forms them; they show the language of a question
            that has no function words.
    """

    glossary: str
    stemmer: str
    clitics: Listed
    word_forms: Listed


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
        numbers: Words of numbers.
        facts: Words that show what a sentence says.
        questions: Words by which a question shows what it wants.
        type_anywhere: Patterns that show the type of a question wherever they stand.
        type_first: Patterns that show the type of a question if they stand first.
        laws: Words by which laws are cited.
        respellings: Other spellings of the language's words, as (pattern within a word, what replaces it). May be
            empty.
        carrying: How its questions are carried to the papers' language; None for that language itself.
    """

    code: str
    name: str
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
    laws: LawWords
    respellings: tuple[tuple[str, str], ...] = ()
    carrying: Carrying | None = None
