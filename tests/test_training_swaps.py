"""Questions without an answer are made by changing one thing, of what the article mentions and the passage does not."""

import random

import pytest

from training.opposites import denied, opposed
from training.records import SourcePassage, SourceQuestion
from training.swaps import ArticleNames, make_unanswerable, names_in, swap_name, swap_number, swap_opposite

FIRST = "The old Harbour of Alden was opened by Mayor Ruth Bell in 1901. It cost 250 crowns."
SECOND = "In 1934 Governor Otto Kern closed the Mill of Bren. It had 75 workers."
PASSAGES = {key: SourcePassage(key, "Alden", "Alden", text, "test") for key, text in (("p1", FIRST), ("p2", SECOND))}
ARTICLE = ArticleNames.of([FIRST, SECOND])


def question(text: str, answer: str | None) -> SourceQuestion:
    place = None if answer is None else (FIRST.index(answer), FIRST.index(answer) + len(answer))
    return SourceQuestion("q", text, "p1", answerable=True, answer=place, accepted=(answer or "",), source="test")


def test_names_are_runs_of_capitals_but_not_the_first_word_of_a_sentence() -> None:
    assert [FIRST[a:b] for a, b in names_in(FIRST)] == ["Harbour", "Alden", "Mayor Ruth Bell"]
    assert names_in("Peace came. Nothing else did.") == []


def test_an_article_gives_names_years_and_other_numbers() -> None:
    assert (
        ArticleNames(
            ("Alden", "Bren", "Governor Otto Kern", "Harbour", "Mayor Ruth Bell", "Mill"),
            ("1901", "1934"),
            ("250", "75"),
        )
        == ARTICLE
    )


def test_a_name_is_replaced_by_one_that_the_passage_lacks() -> None:
    swapped = {
        swap_name("When did Ruth Bell open it?", FIRST, ARTICLE.names, random.Random(seed)) for seed in range(40)
    }
    assert swapped == {
        "When did Governor Otto Kern open it?",
        "When did Bren open it?",
        "When did Mill open it?",
    }


def test_a_year_is_replaced_by_a_year_and_a_number_by_a_number() -> None:
    draw = random.Random(1)
    assert swap_number("Who opened it in 1901?", FIRST, ARTICLE, draw) == "Who opened it in 1934?"
    assert swap_number("Why did it cost 250 crowns?", FIRST, ARTICLE, draw) == "Why did it cost 75 crowns?"
    assert swap_number("Who opened it?", FIRST, ARTICLE, draw) is None
    assert swap_number("Who opened it in 1901?", f"{FIRST} {SECOND}", ARTICLE, draw) is None


@pytest.mark.parametrize(
    ("asked", "all_opposed"),
    [
        ("Who was the first king?", ["Who was the last king?", "Who was the first queen?"]),
        ("Siapa ketua pertama?", ["Siapa ketua terakhir?"]),
        ("Who signed it?", []),
    ],
)
def test_a_word_is_replaced_by_its_opposite_in_both_languages(asked: str, all_opposed: list[str]) -> None:
    assert opposed(asked) == all_opposed
    chosen = swap_opposite(asked, random.Random(2))
    assert chosen in all_opposed if all_opposed else chosen is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Which countries have signed?", "Which countries have not signed?"),
        ("Apa yang diatur oleh pasal ini?", "Apa yang tidak diatur oleh pasal ini?"),
        ("Why?", None),
    ],
)
def test_a_question_is_denied_in_both_languages(asked: str, said: str | None) -> None:
    assert denied(asked) == said


def test_made_questions_keep_passage_and_source_and_say_how_they_were_made() -> None:
    asked = [question("Who opened the old Harbour in 1901?", "Mayor Ruth Bell"), question("Is it old?", None)]
    made = list(make_unanswerable(asked, PASSAGES, seed=3))
    assert {one.made for one in made} == {"entity", "number", "opposite"}
    assert {(one.passage, one.source, one.answerable, one.answer) for one in made} == {("p1", "test", False, None)}
    assert {one.id for one in made} == {f"q/{one.made}" for one in made}
    assert all(one.text != asked[0].text for one in made)


def test_the_same_seed_makes_the_same_questions_whatever_else_is_asked() -> None:
    asked = question("Who opened the old Harbour of Alden in 1901?", "Mayor Ruth Bell")
    other = question("What cost 250 crowns?", "Harbour")
    alone = list(make_unanswerable([asked], PASSAGES, seed=3))
    assert list(make_unanswerable([other, asked], PASSAGES, seed=3))[-len(alone) :] == alone


def test_about_a_fifth_of_the_questions_are_denied() -> None:
    asked = [
        SourceQuestion(
            f"q{n}", "What was opened?", "p1", answerable=True, answer=(8, 15), accepted=("Harbour",), source=""
        )
        for n in range(400)
    ]
    denials = [one for one in make_unanswerable(asked, PASSAGES, seed=1) if one.made == "negation"]
    assert 50 < len(denials) < 110
    assert {one.text for one in denials} == {"What was not opened?"}
