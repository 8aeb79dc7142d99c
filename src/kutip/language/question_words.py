"""Fields of a language's record for questions, and for what sentences say in answer to them."""

from dataclasses import dataclass

from kutip.language.listed import Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class FactWords:
    """Words that show what a sentence says. All are patterns.

    Attributes:
        place_leads: Before the name of a place: "in".
        reasons: Before a clause that gives a reason: "because".
        definitions: Between a term and its definition: "refers? to".
        item_leads: Before the items of a list: "namely".
        last_item_leads: Before the last item of a list: "and".
        runs: Verbs whose subject runs a meeting: "organi[sz]es?".
        gatherings: Nouns between the body that runs a meeting and the meeting: "forums" in "ASEAN's forums, such as".
        run: Participles for a meeting that is run: "held".
        agents: Between such a participle and the body that runs the meeting: "by".
    """

    place_leads: Listed
    reasons: Listed
    definitions: Listed
    item_leads: Listed
    last_item_leads: Listed
    runs: Listed
    gatherings: Listed
    run: Listed
    agents: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionWords:
    """Words that show what a question asks for. All are patterns.

    Attributes:
        asking: Question words: "who".
        clause_leads: First words of a clause that precedes the question: "when" in "When a ship is lost, who pays?".
        actors: Question words for a person or body: "who".
        runs: Verbs in a question for the body that runs a meeting: "organi[sz]es?".
        heads: Question words that a noun follows: "which" in "which treaty".
        counts: Words before the thing that a question counts: "how many" in "how many cases".
        amounts: Asked of a size or an order, which count no things: "how much".
        count_words: Words within `counts` that do not name the thing: "many".
        plurals: Nouns of which there can be many: "[a-z]+s". May be empty.
        participles: Words for what was done with the things counted: "[a-z]+ed".
        participles_of_all: Those that say no more than that there were the things: "recorded".
        publishing: Words by which a question asks when a work appeared: "published".
        degrees: Words that ask for a degree: "how" in "how large".
        shares: Words that ask for a percentage.
        superlatives: Words that make the answer depend on several rows of a table: "most".
        extremes: The same by sense, in the same order in all languages: words for the most, for the least, and so on.
        among: Phrases before such a word that make of one thing one of several: "one of the".
        comparisons: Phrases that ask what each of several papers says: "both papers".
        comparison_ends: Verbs that may follow such a phrase: "agree".
        differences: Words for what a question with such a phrase asks for: "the difference between".
        references: Words that ask for an entry of a list of references: "sources?".
        front_matter: Words that ask for a paper's front matter: "doi".
        captions: Words that ask for a figure or a table.
    """

    asking: Listed
    clause_leads: Listed
    actors: Listed
    runs: Listed
    heads: Listed
    counts: Listed
    amounts: Listed
    count_words: Listed
    plurals: Listed
    participles: Listed
    participles_of_all: Listed
    publishing: Listed
    degrees: Listed
    shares: Listed
    superlatives: Listed
    extremes: Listed
    among: Listed
    comparisons: Listed
    comparison_ends: Listed
    differences: Listed
    references: Listed
    front_matter: Listed
    captions: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeAnywhere:
    """Patterns that decide the type of a question wherever they stand in it.

    They are tried in the order of the fields. They include their word boundaries; "^" is the start of the question.

    Attributes:
        compare: The question asks how things differ.
        source: It asks who is cited.
        define: It asks for a definition.
    """

    compare: Listed
    source: Listed
    define: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeFirst:
    """Patterns that decide the type of a question if no other field's pattern stands earlier in it.

    If two start at the same character, the upper field wins. They include their word boundaries; "^" is the start of
    the question.

    Attributes:
        how_many: The question asks for a number.
        why: It asks for a reason.
        define: It asks for a definition. May be empty.
        when: It asks for a date.
        where: It asks for a place.
        who: It asks for a person or a body.
        list: It asks for several things.
        which: It asks for one of several things.
        how: It asks for a way to do something.
        yes_no: It asks whether something is true.
    """

    how_many: Listed
    why: Listed
    define: Listed = ()
    when: Listed
    where: Listed
    who: Listed
    list: Listed
    which: Listed
    how: Listed
    yes_no: Listed
