"""The words of a language that any text needs: function words, dates, numbers, sentences, names."""

from dataclasses import dataclass

from kutip.language.listed import Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionWords:
    """Words that carry no subject.

    Attributes:
        stop_words: Words that search leaves out and that show which language a question is in.
        small_words: Words that stay in lower case in a heading whose other words have capitals.
        conjunctions: Words for "and".
        articles: Words for "the". May be empty.
        clause_joins: Words that part the clauses of a sentence: "and", "but".
        negations: Words that deny and do nothing else: "not".
        negative_words: Words that deny and mean something too: "nobody". May be empty.
        paired_negations: Those of the negations that go on with another one and deny no more: "nor". May be empty.
        negating_endings: What is written on to a word and denies it: "n't". May be empty.
        compound_firsts: First parts that keep their hyphen before most words, as "self" in "self-made". May be empty.
    """

    stop_words: Listed
    small_words: Listed
    conjunctions: Listed
    articles: Listed = ()
    clause_joins: Listed
    negations: Listed
    negative_words: Listed = ()
    paired_negations: Listed = ()
    negating_endings: Listed = ()
    compound_firsts: Listed = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWords:
    """Words of dates.

    Attributes:
        months: The twelve months in their order, with capitals.
        short_months: Abbreviations of months, with capitals and without full stops.
        weekdays: The seven days of a week, Monday first, with capitals.
        date_leads: Words before a date that follows a name: "on" in "ASEAN on Monday".
        year_leads: Words before the year in which something was counted: "in" in "998 cases in 2023".
    """

    months: Listed
    short_months: Listed
    weekdays: Listed
    date_leads: Listed
    year_leads: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberWords:
    """Words of numbers.

    Attributes:
        cardinals: Numbers of one word in their order from zero, without a gap.
        tens: Twenty, thirty and so on to ninety, if each is one word. May be empty.
        scales: What multiplies the number before it: "hundred", "million".
        amounts: Further words that tell how many: "half", "thousands".
        ordinals: First, second and so on, without a gap.
        tens_ordinals: Twentieth, thirtieth and so on to ninetieth, if each is one word. May be empty.
        ordinal_endings: What makes an ordinal of the digits before it: "th". May be empty.
        ordinal_prefixes: Patterns for what makes an ordinal of the digits after it: "ke-?". May be empty.
        ranges: Words between the two ends of a range: "to".
        shares: Patterns for "percent" after a number.
        rough: Words before a number that is not exact: "about".
        currencies: Patterns for names of currencies, in either case.
        labels: Patterns for words before a number that is a name and no count, besides those of `PaperWords`: "law".
    """

    cardinals: Listed
    tens: Listed = ()
    scales: Listed
    amounts: Listed
    ordinals: Listed
    tens_ordinals: Listed = ()
    ordinal_endings: Listed = ()
    ordinal_prefixes: Listed = ()
    ranges: Listed
    shares: Listed
    rough: Listed
    currencies: Listed
    labels: Listed


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
        joins: Join the words of one name in lower case: "of" in "Department of Justice". May be empty.
        loose_joins: Join the words of one name too, where no list of authors can stand: "and". May be empty.
        foreign_conjunctions: Words of other languages for "and" that authors' names keep: "und". May be empty.
        others: Patterns for what stands for further authors: "et al.".
        titles: Stand before a name: "prof".
        short_titles: Titles of one letter, which are initials elsewhere: "h" for a hajj. May be empty.
        degrees: Stand after a name, letters without full stops: "phd".
        suffixes: Stand after a name and belong to it, with capitals: "Jr". May be empty.
    """

    particles: Listed
    joins: Listed = ()
    loose_joins: Listed = ()
    foreign_conjunctions: Listed = ()
    others: Listed
    titles: Listed
    short_titles: Listed = ()
    degrees: Listed
    suffixes: Listed = ()
