"""Features of sentences for a question, compared with values computed by hand."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kutip.index.arrays import Floats
from kutip.index.query_encoder import Encoded
from kutip.settings import AnswerSettings
from kutip.text.terms import terms
from kutip.types import Cell, Hit, Kind, Passage, SearchResult, Span
from retriever.answers.asked_question import AskedQuestion, asked
from retriever.answers.evidence import Evidence, gather, likest_words
from retriever.lookup import HitSentence, LookUp
from retriever.query.question_type import QuestionType, question_type
from retriever.query.understanding import Understood

FEATURES = set("late cosine coverage numbers names together weakest standing untyped uncounted off_year".split())


def floats(*values: float) -> Floats:
    return np.asarray(values, dtype=np.float32)


def hit(text: str, *, context: str = "", rank: int = 1, score: float = 1.0, cells: tuple[Cell, ...] = ()) -> Hit:
    kind = Kind.TABLE_ROW if cells else Kind.PARAGRAPH
    passage = Passage(f"p{rank}", "paper", kind, (), context, 1, (Span(0, len(text)),), text, cells)
    return Hit(passage, rank, score)


def sentence(one: Hit, text: str, similarities: Sequence[float], cosine: float = 0.0) -> HitSentence:
    start = one.passage.text.index(text)
    return HitSentence(one, start, start + len(text), text, floats(*similarities), cosine)


def encoded(pieces: str) -> Encoded:
    """The encoded text with these tokens, given as WordPiece writes them: "ase ##ana ##pol met"."""
    text, offsets = "", [(0, 0)]
    for piece in pieces.split():
        text += "" if piece.startswith("##") or not text else " "
        offsets.append((len(text), len(text) + len(piece.removeprefix("##"))))
        text += piece.removeprefix("##")
    offsets.append((0, 0))
    special = np.asarray([True, *(False for _ in offsets[1:-1]), True])
    tokens = np.zeros((len(offsets), 1), np.float32)
    return Encoded(floats(1), tokens, np.arange(len(offsets)), special, text, tuple(offsets))


def looked_up(
    question: str,
    sentences: Sequence[HitSentence] = (),
    weights: Sequence[float] = (),
    *,
    read: str = "",
    tokens: str | None = "",
    kind: QuestionType | None = None,
    read_in: str = "en",
) -> LookUp:
    """A look-up in an index of 10 passages; a term of n letters is contained in n of them."""
    hits = list({one.hit.rank: one.hit for one in sentences}.values())
    return LookUp(
        result=SearchResult(question, "en", (), tuple(hits)),
        understood=Understood(
            *("en", tuple(terms(question)), read or question),
            kind=kind or question_type(question),
            plain=question,
            read_in=read_in,
        ),
        encoded=None if tokens is None else encoded(tokens),
        token_weights=floats(*weights),
        settings=AnswerSettings(),
        encoder="",
        documents={},
        passages=10,
        count_holders=len,
        read_sentences=lambda first: list(sentences),
    )


def idf(term: str) -> float:
    return math.log(1 + (10 - len(term) + 0.5) / (len(term) + 0.5))


def ask(question: str, *, read: str = "", tokens: str | None = "") -> AskedQuestion:
    return asked(looked_up(question, read=read, tokens=tokens))


def gathered(
    question: AskedQuestion, sentences: Sequence[HitSentence], weights: Sequence[float], *, tokens: str | None = ""
) -> list[Evidence]:
    return gather(question, looked_up("?", sentences, weights, tokens=tokens), 10)


def test_a_question_keeps_its_typed_text_and_its_translation() -> None:
    own = ask("Kapan ASEANAPOL bertemu pada 2019?", read="when ASEANAPOL met in 2019?")
    assert own.kind is QuestionType.WHEN
    assert own.text == "kapan aseanapol bertemu pada 2019?\nwhen aseanapol met in 2019?"
    assert own.weights == {term: idf(term) for term in ("aseanapol", "met", "2019")}
    assert own.names == {"aseanapol"}
    assert own.numbers == {"2019"}


def test_a_question_that_is_read_in_another_language_has_its_stems() -> None:
    own = asked(looked_up("Siapa memengaruhi menulis?", read_in="id"))
    assert own.language == "id"
    assert set(own.weights) == {"pengaruh", "ulis", "tulis"}  # the shared index holds both stems of the last word


@pytest.mark.parametrize(
    ("tokens", "words"),
    [
        ("when was ase ##ana ##pol founded ?", [(2, 3, 4), (5,)]),  # places among the tokens that stand for text
        ("e - ads of 2019", [(0,), (2,), (4,)]),
        ("th ##e of ##fice", [(2, 3)]),  # a function word in two pieces, and one that is but a piece
        ("what is it di mana ?", []),
    ],
)
def test_content_words_are_whole_words_without_function_words(tokens: str, words: list[tuple[int, ...]]) -> None:
    assert list(ask("When?", tokens=tokens).words) == words


@pytest.mark.parametrize(
    "offsets",
    [
        [(0, 0), (0, 4), (4, 8), (8, 9), (9, 13), (13, 15), (0, 0)],  # as a byte-level tokenizer cuts, blanks in front
        [(0, 0), (0, 4), (5, 8), (8, 9), (10, 13), (13, 15), (0, 0)],  # as SentencePiece cuts, without them
    ],
)
def test_content_words_are_found_for_any_tokenizer(offsets: list[tuple[int, int]]) -> None:
    text = "Were pol, ships"
    special = np.asarray([True, *[False] * 5, True])
    other = Encoded(floats(1), np.zeros((7, 1), np.float32), np.arange(7), special, text, tuple(offsets))
    own = asked(replace(looked_up("Were pol, ships"), encoded=other))
    assert own.words == ((1,), (3, 4))  # "pol" and "ships", each with its tokens; "were" is a function word


@given(more=st.lists(st.sampled_from("the of police ##man ##s when ? - 2019 di sidang".split()), max_size=9))
def test_tokens_of_content_words_ascend_and_form_whole_words(more: list[str]) -> None:
    tokens = ["law", *more]
    words = ask("When?", tokens=" ".join(tokens)).words
    places = [place for word in words for place in word]
    assert places == sorted({*places} & {*range(len(tokens))})
    for word in words:
        assert word == tuple(range(word[0], word[-1] + 1))
        assert all(tokens[place].removeprefix("##").isalnum() for place in word)
        assert all(tokens[place].startswith("##") for place in word[1:])
        assert word[-1] + 1 == len(tokens) or tokens[word[-1] + 1][:2] != "##"


@pytest.mark.parametrize("question", ["Name the crimes of the treaty", "List its crimes", "Victims of piracy in 2019"])
def test_the_capital_of_a_question_s_first_word_does_not_make_it_a_name(question: str) -> None:
    assert ask(question).names == frozenset()


QUESTION = AskedQuestion(
    QuestionType.HOW_MANY,
    "how many officers did laos train in 2019?",
    {"offic": 2.0, "lao": 3.0, "train": 1.0, "2019": 2.0},
    frozenset({"lao"}),
    ((0,), (1,), (2,), (3,)),
)
OF_LAOS = hit("Police trained 45 officers. It rained in 2019.", context="Laos", score=0.8)
OF_HANOI = hit("Hanoi is large.", context="2019", rank=2, score=0.2)
SENTENCES = [
    sentence(OF_LAOS, "Police trained 45 officers.", [0.9, 0.1, 0.8, 0.2], 0.7),
    sentence(OF_LAOS, "It rained in 2019.", [0.1, 0.2, 0.3, 0.9], 0.3),
    sentence(OF_HANOI, "Hanoi is large.", [0.5, 0.4, 0.1, 0.2], -0.1),
]


@pytest.mark.parametrize(
    ("feature", "values"),
    [
        ("late", [0.65, 0.225, 0.275]),  # shares of 1/4, 1/4, 1/2 and 0
        ("cosine", [0.7, 0.3, -0.1]),
        ("coverage", [3 / 8, 2 / 8, 0]),  # train and officers; 2019
        ("numbers", [0, 1, 0]),
        ("names", [1, 1, 0]),  # Laos is in the context of both
        ("together", [1, 1, 1 / 2]),  # Laos and 2019; 2019
        ("weakest", [0.2, 0.2, 0.1]),  # Laos at most 0.2 like any of both; train 0.1
        ("standing", [1, 1, 1 / 4]),
        ("untyped", [0, 1, 1]),  # a number, one that is a date of the question, none
        ("uncounted", [1 / 3, 1, 1]),  # "officers" counts two thirds of "Laos"
        ("off_year", [0, 0, 0]),  # the question that was looked up names no year
    ],
)
def test_each_feature_has_the_value_computed_by_hand(feature: str, values: list[float]) -> None:
    evidence = gathered(QUESTION, SENTENCES, [1, 1, 2, 0])
    assert [one.sentence for one in evidence] == SENTENCES
    assert [one.features[feature] for one in evidence] == pytest.approx(values)
    assert all(one.features.keys() == FEATURES for one in evidence)


@pytest.mark.parametrize(
    ("question", "text", "off"),
    [
        ("How many came in 2019?", "In 2015, 40 came.", 1),
        ("How many came in 2019?", "From 2020 to 2023, 40 came.", 1),
        ("How many came in 2019?", "In 2019, 40 came, more than in 2015.", 0),
        ("How many came in 2019?", "From 2016 to 2020, 40 came.", 0),
        ("How many came in 2019?", "In all, 40 came.", 0),
        ("How many came in 2019?", "In all, 40 came (Holm, 2015).", 0),
        ("How many came?", "In 2015, 40 came.", 0),
        ("Did more come in 2019 than in 2020?", "In 2015, 40 came.", 0),
    ],
)
def test_a_sentence_of_other_years_than_the_one_asked_for_is_told(question: str, text: str, off: int) -> None:
    found = looked_up(question, [sentence(hit(text), text, [])])
    assert gather(asked(found), found, 1)[0].features["off_year"] == off


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        ("What do bees need?", ["Bees need heat."]),
        ("Who wrote the paper on bees?", ["Bees need heat.", "Ane Holm, University of Bees"]),
    ],
)
def test_a_line_of_front_matter_counts_where_a_paper_is_spoken_of(question: str, texts: list[str]) -> None:
    front = replace(hit("Ane Holm, University of Bees").passage, kind=Kind.FRONT_MATTER)
    lines = [hit("Bees need heat."), Hit(front, 2, 0.5)]
    found = looked_up(question, [sentence(one, one.passage.text, []) for one in lines])
    assert [one.sentence.text for one in gather(asked(found), found, 2)] == texts


def test_a_fact_that_the_question_contains_is_left_out() -> None:
    first, second, _ = gathered(QUESTION, SENTENCES, [1, 1, 2, 0])
    assert "45" in [fact.text for fact in first.facts]
    assert second.facts == ()  # but for 2019 there is none


def test_tokens_weigh_equally_if_all_weights_are_zero() -> None:
    evidence = gathered(QUESTION, SENTENCES, [0, 0, 0, 0])
    assert [one.features["late"] for one in evidence] == pytest.approx([0.5, 0.375, 0.3])


def features(
    kind: QuestionType, text: str, weights: Mapping[str, float], *, row: bool = False, question: str = ""
) -> Mapping[str, float]:
    own = AskedQuestion(kind, question, weights, frozenset(), ())
    only = hit(text, cells=(Cell("Officers", "45", ()),) if row else ())
    return gathered(own, [sentence(only, text, [])], [])[0].features


@pytest.mark.parametrize(
    ("text", "uncounted"),
    [
        ("They trained 45 officers.", 0),
        ("They trained 45 of the best officers.", 0),  # the fourth word
        ("They trained 45 of all the best officers, and officers were 45.", 1),
        ("They trained 45 women.", 1 / 2),  # women are half as rare
    ],
)
def test_a_number_counts_a_word_shortly_after_it(text: str, uncounted: float) -> None:
    weights = {"offic": 2.0, "women": 1.0}
    assert features(QuestionType.HOW_MANY, text, weights)["uncounted"] == pytest.approx(uncounted)
    assert features(QuestionType.WHICH, text, weights)["uncounted"] == 0


@pytest.mark.parametrize(("cell", "uncounted"), [("45", 0), ("none", 1)])
def test_in_a_table_row_the_column_names_what_is_counted(cell: str, uncounted: float) -> None:
    assert features(QuestionType.HOW_MANY, cell, {"offic": 2.0}, row=True)["uncounted"] == uncounted


@pytest.mark.parametrize(
    ("kind", "typed", "untyped"),
    [
        (QuestionType.WHEN, "it met in 1981", "it met in Hanoi"),
        (QuestionType.LIST, "crimes such as theft, fraud, and arson", "crimes are many"),
        (QuestionType.WHY, "it failed because of rain", "it failed"),
    ],
)
def test_untyped_is_0_if_the_sentence_has_a_fact_of_the_wanted_kind(
    kind: QuestionType, typed: str, untyped: str
) -> None:
    assert features(kind, typed, {})["untyped"] == 0
    assert features(kind, untyped, {})["untyped"] == 1
    assert features(QuestionType.YES_NO, untyped, {})["untyped"] == 0


def test_features_without_names_numbers_or_words_in_the_question_are_1() -> None:
    own = features(QuestionType.WHICH, "It met.", {})
    assert [own[name] for name in ("names", "together", "numbers", "weakest", "coverage")] == [1, 1, 1, 1, 0]


def test_without_an_encoded_question_there_is_no_evidence() -> None:
    assert ask("When did police meet?", tokens=None).words == ()
    assert gathered(QUESTION, SENTENCES, [1, 1, 2, 0], tokens=None) == gathered(QUESTION, [], [1, 1, 2, 0]) == []


@pytest.mark.parametrize(
    ("feature", "text", "value"),
    [
        ("numbers", "It rained in 2019 (Archer, 2001).", 1),
        ("numbers", "It rained (Archer, 2019).", 0),
        ("names", "Indonesian police met.", 1),
    ],
)
def test_a_cited_year_is_no_number_and_a_longer_form_still_a_name(feature: str, text: str, value: float) -> None:
    own = AskedQuestion(QuestionType.WHICH, "", {"2019": 1.0}, frozenset({"indonesia"}), ())
    assert gathered(own, [sentence(hit(text), text, [])], [])[0].features[feature] == value


def test_a_number_inside_a_longer_one_of_the_question_is_still_a_fact() -> None:
    own = features(QuestionType.HOW_MANY, "They trained 15 officers.", {"offic": 2.0}, question="in 2015?")
    assert own["untyped"] == own["uncounted"] == 0


def test_the_similarity_of_a_word_is_the_mean_of_its_tokens_best_ones() -> None:
    question = AskedQuestion(QuestionType.WHICH, "", {}, frozenset(), ((0, 2), (1,)))
    likest = likest_words(question, [sentence(OF_HANOI, "Hanoi", s) for s in ([0.9, 0.1, 0.2], [0.3, 0.4, 0.5])])
    assert likest == pytest.approx([0.7, 0.4])


ROWS = st.lists(st.lists(st.floats(-1, 1, width=32), min_size=4, max_size=4), min_size=1)


@given(rows=ROWS, more=ROWS)
def test_more_sentences_never_lower_the_similarity_of_a_word(rows: list[list[float]], more: list[list[float]]) -> None:
    sentences = [sentence(OF_LAOS, "rained", row) for row in rows + more]
    assert likest_words(QUESTION, sentences).shape == (len(QUESTION.words),)
    assert (likest_words(QUESTION, sentences[: len(rows)]) <= likest_words(QUESTION, sentences)).all()


@pytest.mark.parametrize(
    ("question", "text", "kind", "untyped"),
    [
        ("when did rain begin?", "Archer (2001) finds that rain began early.", Kind.PARAGRAPH, 1),
        ("when did rain begin?", "Rain began early (Archer, 2001; Kim, 2019).", Kind.PARAGRAPH, 1),
        ("when did rain begin?", "According to Archer (2001), rain began in 1953.", Kind.PARAGRAPH, 0),
        ("when did rain begin?", "- Archer, C. (2001). Rain begins.", Kind.REFERENCE, 1),
        ("when was archer published?", "- Archer, C. (2001). Rain begins.", Kind.REFERENCE, 0),
        ("kapan karya archer terbit?", "Archer (2001) finds that rain began early.", Kind.PARAGRAPH, 0),
    ],
)
def test_the_year_of_a_work_is_no_date_unless_publication_is_asked_for(
    question: str, text: str, kind: Kind, untyped: float
) -> None:
    own = AskedQuestion(QuestionType.WHEN, question, {}, frozenset(), ())
    only = replace(hit(text), passage=replace(hit(text).passage, kind=kind))
    assert gathered(own, [sentence(only, text, [])], [])[0].features["untyped"] == untyped


@pytest.mark.parametrize(
    ("question", "words", "done"),
    [
        ("How many cases were solved?", [("How", "How"), ("cases", "cases"), ("solved?", "solved?")], [{"solv"}]),
        ("How many cases were recorded?", [("cases", "cases"), ("recorded?", "recorded?")], []),
        (
            "Berapa kasus yang diselesaikan?",
            [("Berapa kasus", "how many cases"), ("diselesaikan", "resolve")],
            [{"resolv"}],
        ),
        ("Berapa kasus yang dilaporkan?", [("Berapa kasus", "how many cases"), ("dilaporkan", "report")], []),
    ],
)
def test_what_was_done_with_the_things_counted_is_read(
    question: str, words: list[tuple[str, str]], done: list[set[str]]
) -> None:
    found = looked_up(question)
    found = replace(found, understood=replace(found.understood, words=tuple(words)))
    assert [set(one) for one in asked(found).done] == done
