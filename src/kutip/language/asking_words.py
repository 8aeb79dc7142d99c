"""Fields of a language's record for how people put a question: what they say around it, and what they leave unsaid."""

from dataclasses import dataclass

from kutip.language.listed import Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class DressWords:
    """Phrases around a question that are no part of it. All are patterns, matched in either case.

    Attributes:
        begins: First words of a question itself: "who", "is", "in which".
        labels: Before the number of a question: "question" in "Question 2:".
        greetings: "hello".
        requests: Before a question that is asked of somebody: "could you tell me".
        purposes: Why it is asked, before a comma or colon: "for my thesis".
        instructions: How it is to be answered: "answer in one sentence".
        thanks: After it: "thanks a lot".
        endings: Other words at its end: "please".
    """

    begins: Listed
    labels: Listed
    greetings: Listed
    requests: Listed
    purposes: Listed
    instructions: Listed
    thanks: Listed
    endings: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsaidWords:
    """Words by which a question leaves out what it is about. All are patterns but `empty`,
    `pronouns` and `pointing`.

    Attributes:
        empty: Words that name nothing to look for, besides stop words and question words: "thing".
        pronouns: Pronouns that stand for a subject named before: "it".
        owning: Those that stand for its owner: "its".
        pointing: Words that do so where no noun follows: "that" in "when was that". May be empty.
        pointed: Patterns for where they surely do: "(?<=was )that". May be empty.
        introducing: Phrases before another subject for the question before: "what about".
        of_kutip: Whole questions about Kutip itself: "what can you do".
    """

    empty: Listed
    pronouns: Listed
    owning: Listed
    pointing: Listed = ()
    pointed: Listed = ()
    introducing: Listed
    of_kutip: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class PartedWords:
    """Words at which a question with several questions in it is parted. All are patterns.

    Attributes:
        joins: Between two questions: "and".
        direct: Beginning of a question that stands for itself: "how many … were".
        bare: A question word alone: "when".
        defining: Before the subject of a question for what it is: "what is".
        opened: Words that "and" continues, so that it joins no questions: "between".
        whether: Words before a statement that make it a question, in whose place another question word may stand:
            "apakah". May be empty.
    """

    joins: Listed
    direct: Listed
    bare: Listed
    defining: Listed
    opened: Listed
    whether: Listed = ()
