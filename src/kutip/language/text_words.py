"""Fields of a language's record for any text: function words, dates, numbers, sentences, names."""

from dataclasses import dataclass

from kutip.language.listed import Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionWords:
    """Words that have a function in a sentence and no subject.

    Attributes:
        stop_words: Words that search ignores. They also show which language a question is in.
        small_words: Words that stay in lower case in a heading whose other words have capitals: "of".
        conjunctions: Words for "and".
        articles: Words for "the". May be empty.
        clause_joins: Words between two clauses of a sentence: "but".
        negations: Words that only negate: "not".
        negative_words: Words that negate and have a meaning of their own: "nobody". May be empty.
        paired_negations: Negations that continue an earlier one: "nor" in "neither … nor". May be empty.
        negating_endings: Endings that negate the word before them: "n't". May be empty.
        compound_firsts: First parts of compounds that usually keep their hyphen: "self" in "self-made". May be empty.
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
    """Words in dates. All begin with a capital, except the last two fields.

    Attributes:
        months: The twelve months, January first.
        short_months: Abbreviations of months, without full stops.
        weekdays: The seven days of the week, Monday first.
        date_leads: Words between a name and a date: "on" in "ASEAN on Monday".
        year_leads: Words between a count and its year: "in" in "998 cases in 2023".
    """

    months: Listed
    short_months: Listed
    weekdays: Listed
    date_leads: Listed
    year_leads: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberWords:
    """Words in numbers and before numbers.

    Attributes:
        cardinals: Numbers of one word, from zero on, none left out.
        tens: Twenty, thirty … ninety, if each is one word. May be empty.
        scales: Words that multiply the number before them: "hundred".
        amounts: Other words for a quantity: "half", "thousands".
        ordinals: First, second and so on, none left out.
        tens_ordinals: Twentieth, thirtieth … ninetieth, if each is one word. May be empty.
        ordinal_endings: Endings that make digits an ordinal: "th" in "5th". May be empty.
        ordinal_prefixes: Patterns of prefixes that make digits an ordinal: "ke-?" for "ke-5". May be empty.
        ranges: Words between the two numbers of a range: "to".
        shares: Patterns for "percent" after a number.
        rough: Words before a number that is not exact: "about".
        currencies: Patterns for currencies before an amount. They are matched in either case.
        labels: Patterns for words before a number that names something and counts nothing: "article" in "article 5".
            The parts of a paper ("table 3") are in `PaperWords`.
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
        abbreviations: Abbreviations whose full stop does not end a sentence: "fig".
        closing_abbreviations: Abbreviations whose full stop ends the sentence if a capital follows: "etc".
        before_numbers: Abbreviations that are another word unless a number follows: "no" in "no. 5". May be empty.
        openers: Words that begin sentences and are not part of a name, with capitals: "However".
        counting_openers: Openers that are part of a name before a noun, with capitals: "First" in "First Committee".
        participles: Participles that begin sentences, with capitals: "Based".
        surnames: Words in the three fields above that are also surnames: "He". May be empty.
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
    """Words in names of persons and bodies, and beside them.

    Attributes:
        particles: Words in lower case before a family name: "van".
        joins: Words in lower case within a name: "of" in "Department of Justice". May be empty.
        loose_joins: Words within a name that may also stand between two names: "and". May be empty.
        foreign_conjunctions: Words for "and" in other languages, kept between authors' names: "und". May be empty.
        others: Patterns for "and further authors": "et al.".
        titles: Titles before a name: "prof".
        short_titles: Titles of one letter, which could also be an initial: "h" (hajj). May be empty.
        degrees: Degrees after a name, without full stops: "phd".
        suffixes: Words after a name that belong to it, with capitals: "Jr". May be empty.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class RewordingWords:
    """Words that decide whether a sentence still holds when it is shortened. A language without them shortens less.

    Attributes:
        articles: Words that come and go with a noun: "the". May be empty.
        changed_by_articles: Words that mean something else behind an article: "few". May be empty.
        addressed: Words that speak to the reader: "please". May be empty.
        pronouns: Pronouns that stand for a subject: "it". May be empty.
        pointing: First words that point to the sentence before: "this". May be empty.
        qualifiers: Words that limit or deny what is said: "if", "allegedly". May be empty.
        reporting: Verbs for what people say, think, see or want: "claim". Other forms with the same stem count too. May
            be empty.
        governing: Verbs whose object does something: "help" in "they help thieves rob banks". Likewise. May be empty.
        exclusives: Words that make a part of a pair wrong alone: "both". May be empty.
        superlatives: Patterns for words that rank: "largest". May be empty.
        auxiliaries: Verbs that begin a predicate: "is". May be empty.
        relatives: Words that begin a relative clause: "which". May be empty.
        tails: Other beginnings, of one or two words, of what a sentence adds after a comma: "such as". May be empty.
        openings: Phrases that open a sentence and only connect it: "in addition". May be empty.
        connecting: Words within a sentence that only do so: "also". May be empty.
        participles: Patterns for participles that begin such an addition: "making". May be empty.
        passives: Patterns for participles that do so before one of `agents`: "founded". May be empty.
        agents: Words behind such a participle: "in". May be empty.
        infinitives: Words before an infinitive: "to". May be empty.
        of: Words between a meeting and its body: "of". May be empty.
        sessions: Nouns for a meeting of a body: "conference". May be empty.
        meets: Verbs for what a body does at it: "met". May be empty.
    """

    articles: Listed = ()
    changed_by_articles: Listed = ()
    addressed: Listed = ()
    pronouns: Listed = ()
    pointing: Listed = ()
    qualifiers: Listed = ()
    reporting: Listed = ()
    governing: Listed = ()
    exclusives: Listed = ()
    superlatives: Listed = ()
    auxiliaries: Listed = ()
    relatives: Listed = ()
    tails: Listed = ()
    openings: Listed = ()
    connecting: Listed = ()
    participles: Listed = ()
    passives: Listed = ()
    agents: Listed = ()
    infinitives: Listed = ()
    of: Listed = ()
    sessions: Listed = ()
    meets: Listed = ()
