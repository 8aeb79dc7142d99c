"""The words of a language by which questions ask and sentences answer."""

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
        runs: Verbs of one who runs a meeting: "organi[sz]es?".
        gatherings: Nouns between one who runs a meeting and the meeting's name: "forums" in "its forums, such as".
        run: Participles of a meeting that is run: "held".
        agents: Between such a participle and who runs the meeting: "by".
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
    """Words by which a question shows what it wants. All are patterns.

    Attributes:
        asking: Words with which a question asks: "who".
        clause_leads: Words that open a clause before the question itself: "when" in "When a ship is lost, who pays?".
        actors: Words that ask who or which body: "who".
        runs: Verbs that ask who runs a meeting: "organi[sz]es?".
        heads: Words that ask for one of a kind, which the next words name: "which" in "which treaty".
        counts: What asks for a number, before the words that name what is counted: "how many".
        count_words: Those of its words that do not name what is counted: "many".
        degrees: Words that ask for the degree of what the next word says: "how" in "how large".
        shares: Words that ask for a percentage.
        superlatives: Words that ask for a comparison of several rows of a table: "most".
        comparisons: Pieces of a question that ask what each of several papers says: "both papers".
        comparison_ends: Words that may follow such a piece and belong to it: "agree".
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
    count_words: Listed
    degrees: Listed
    shares: Listed
    superlatives: Listed
    comparisons: Listed
    comparison_ends: Listed
    references: Listed
    front_matter: Listed
    captions: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeAnywhere:
    """Patterns that show the type of a question wherever they stand in it, tried type by type in this order.

    They have word boundaries of their own; "^" is the start of the question.

    Attributes:
        compare: Asks how two things differ.
        source: Asks who is cited.
        define: Asks for a definition.
    """

    compare: Listed
    source: Listed
    define: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeFirst:
    """Patterns that show the type of a question if they stand before those of any other type.

    Of two that begin at one place, the one of the upper field counts. They have word boundaries of their own; "^" is
    the start of the question.

    Attributes:
        how_many: Asks for a number.
        why: Asks for a reason.
        define: Asks for a definition. May be empty.
        when: Asks for a date.
        where: Asks for a place.
        who: Asks for a person or a body.
        list: Asks for several things.
        which: Asks for one of several things.
        how: Asks for a way.
        yes_no: Asks whether something is so.
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
