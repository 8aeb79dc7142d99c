"""Fields of a language's record for questions that ask whether something is so, and for sentences that settle them."""

from dataclasses import dataclass

from kutip.language.listed import Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class PolarityWords:
    """Words that decide whether a sentence says what a question asks, or the contrary.

    Attributes:
        openers: Patterns of first words that make a question ask whether something is so: "apakah". May be empty.
        no_openers: Patterns of first words that ask so only in form: "apakah itu", what is it. May be empty.
        truths: Patterns of first words that ask whether what follows is so: "is it true that". May be empty.
        attributions: Words before the one who says so: "according to". May be empty.
        choices: Words between two things to choose from: "or". May be empty.
        present: Forms of "be" for what is so. May be empty.
        past: Forms of "be" for what was so. May be empty.
        being: Its other forms. May be empty.
        having: Forms of "have". May be empty.
        doing: Forms of "do" as an auxiliary. May be empty.
        modals: Verbs that say what can, must, should or will be, those that say the same in one text. May be empty.
        there: Words that say that something exists: "there". May be empty.
        prepositions: Words that begin a phrase: "from". May be empty.
        movable: Those of time and place, of which one may stand for another: "in". May be empty.
        determiners: Words before a noun that change nothing: "the". May be empty.
        exact: Phrases before a number that change nothing: "as many as". May be empty.
        relatives: Words that begin a clause about the thing before them: "which". May be empty.
        embedding: Words that may stand before the subject of a clause: "that". May be empty.
        light: Words within a predicate that change nothing: "also". May be empty.
        adverbs: Patterns of other such words: "[a-z]+ly". May be empty.
        doubts: Words with which a sentence does not plainly say what it says: "allegedly". May be empty.
        limits: Words by which a sentence takes back a part of what it says, before or after it: "unless". May be empty.
        universals: "all". May be empty.
        partials: Words for a part: "some". May be empty.
        parts_only: Those that leave out another part: "most". May be empty.
        exclusives: "only". May be empty.
        above: Phrases before a number that what is counted exceeds or reaches: "more than". May be empty.
        below: Phrases before one that it does not: "fewer than". May be empty.
        once: Verbs for what happens once to a thing: "founded". May be empty.
        synonyms: Texts of words that say the same: "form found establish". May be empty.
        antonyms: Texts of two words of which a thing can be only one: "rise fall". May be empty.
        actives: Patterns of verbs, all but those whose subject suffers what they say. May be empty.
        passives: Patterns of the latter. May be empty.
        rendered: Function words with what they are in the papers' language: "semua = all". May be empty.
        phrases: Phrases with the word that says the same: "every year = annually". May be empty.
    """

    openers: Listed = ()
    no_openers: Listed = ()
    truths: Listed = ()
    attributions: Listed = ()
    choices: Listed = ()
    present: Listed = ()
    past: Listed = ()
    being: Listed = ()
    having: Listed = ()
    doing: Listed = ()
    modals: Listed = ()
    there: Listed = ()
    prepositions: Listed = ()
    movable: Listed = ()
    determiners: Listed = ()
    exact: Listed = ()
    relatives: Listed = ()
    embedding: Listed = ()
    light: Listed = ()
    adverbs: Listed = ()
    doubts: Listed = ()
    limits: Listed = ()
    universals: Listed = ()
    partials: Listed = ()
    parts_only: Listed = ()
    exclusives: Listed = ()
    above: Listed = ()
    below: Listed = ()
    once: Listed = ()
    synonyms: Listed = ()
    antonyms: Listed = ()
    actives: Listed = ()
    passives: Listed = ()
    rendered: Listed = ()
    phrases: Listed = ()
