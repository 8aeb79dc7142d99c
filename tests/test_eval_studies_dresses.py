"""The study of dressed questions, with an answerer that sees through numbers and capitals only."""

from eval.sets.questions import GoldEvidence, Question
from eval.studies.dresses import DRESSES, asked_again, drawn
from kutip.types import Answer, Status


def question(text: str, language: str = "en", *, answerable: bool = True) -> Question:
    parts = ((GoldEvidence("a", frozenset({0}), 2),),) if answerable else ()
    return Question(text, text, language, "who", "easy", "near", ("x",), parts)


def answered(text: str) -> Answer:
    """An answer that depends on the question but for its number and its capitals."""
    plain = text.removeprefix("3. ").casefold()
    return Answer(text, "en", Status.ANSWERED, plain, plain, (), 1.0, None, (), None, (), ())


def test_every_dress_is_there_in_both_languages() -> None:
    assert list(DRESSES["en"]) == list(DRESSES["id"])
    assert len(DRESSES["en"]) >= 8


def test_a_dress_that_changes_nothing_is_not_counted() -> None:
    names = [one.dress for one in asked_again([question("Who?")], answered)]
    assert "with a slip" not in names  # no word is long enough
    assert "numbered" in names


def test_an_answer_is_the_same_by_status_and_first_sentence() -> None:
    refuses = lambda text: answered(text) if text[0].isalpha() else refused(text)  # noqa: E731
    told = {one.dress: one.is_same for one in asked_again([question("Which traders carried salt?")], refuses)}
    assert told["numbered"] is False
    assert told["in capitals"] is True


def refused(text: str) -> Answer:
    return Answer(text, "en", Status.NOT_IN_CORPUS, None, None, (), 0.0, None, (), None, (), ())


def test_answerable_questions_of_both_languages_are_drawn() -> None:
    every = [question(f"Who {n}?") for n in range(9)] + [question(f"Siapa {n}?", "id") for n in range(9)]
    chosen = drawn([*every, question("Who not?", answerable=False)], 4)
    assert [one.language for one in chosen] == ["en"] * 4 + ["id"] * 4
    assert all(one.answerable for one in chosen)
    assert chosen == drawn([*every, question("Who not?", answerable=False)], 4)
