"""The kind of answer that a question asks for, by its first question word, in English and Indonesian."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.query.question_type import QuestionType, question_type
from retriever.query.wishes import comparison

T = QuestionType
QUESTIONS: dict[QuestionType, list[str]] = {
    T.WHO: [
        "Who opened the workshop in Jakarta?",
        "To whom does the liaison officer report?",
        "Whose idea was the shared database?",
        "Which minister signed the treaty?",
        "What organisation trains the officers?",
        "Siapa yang memimpin delegasi itu?",
        "Siapakah ketua sidangnya?",
    ],
    T.WHEN: [
        "When did the members sign the treaty?",
        "In which year was the office opened?",
        "What date did the meeting start?",
        "Until what year did the operation run?",
        "Kapan sidang itu dibuka?",
        "Tahun berapa kantornya didirikan?",
    ],
    T.WHERE: [
        "Where do the chiefs of police meet?",
        "In which city is the office?",
        "Which Indonesian province has the longest coast?",
        "Di mana sidang ke-40 diadakan?",
        "Dimana kantornya?",
        "Negara mana yang menjadi tuan rumah?",
    ],
    T.HOW_MANY: [
        "How many officers attended the training?",
        "How often do the members meet?",
        "What percentage of the suspects were released?",
        "What was the total budget of the programme?",
        "Number of officers trained in 2019",
        "Berapa negara yang hadir?",
        "Seberapa sering para anggota bertemu?",
    ],
    T.WHICH: [
        "Which treaty covers piracy?",
        "What crime is the most common?",
        "Which country's police led the raid?",
        "Perjanjian apa yang mengatur ekstradisi?",
        "Manakah yang lebih cepat?",
    ],
    T.WHY: [
        "Why did the members postpone the meeting?",
        "What led the police to close the case?",
        "What is the reason why the members of the committee did not meet?",
        "Mengapa kerja sama itu lambat?",
        "Apa penyebab penundaan sidang itu?",
    ],
    T.HOW: [
        "How do officers exchange fingerprints?",
        "Explain how a notice is withdrawn",
        "Bagaimana polisi melacak tersangka?",
        "Gimana caranya negara berbagi data?",
    ],
    T.DEFINE: [
        "What is a liaison officer?",
        "What does mutual legal assistance mean?",
        "What does MLA stand for?",
        "Apa itu ekstradisi?",
        "Apa kepanjangan MLA?",
        "Apa yang dimaksud dengan red notice?",
    ],
    T.LIST: [
        "Which three steps follow an arrest?",
        "Name the members of the committee",
        "Which crimes are under the treaty?",
        "Sebutkan tugas komite itu.",
        "Apa saja tugas komite itu?",
        "Apa tiga langkah setelah penangkapan?",
    ],
    T.COMPARE: [
        "Do both papers blame corruption?",
        "How do the two studies differ?",
        "What is the difference between extradition and deportation?",
        "Compare the two conferences.",
        "Apa bedanya Interpol dan Europol?",
        "Apakah kedua artikel itu sepakat?",
    ],
    T.YES_NO: [
        "Did Laos sign the treaty?",
        "Can a member leave?",
        "Does Laos know where the suspect is?",
        "Apakah Laos ikut menandatangani?",
        "Benarkah sidang itu ditunda?",
    ],
    T.SOURCE: [
        "Which author is cited on corruption?",
        "Whose work supports the claim?",
        "Which book does the author rely on?",
        "Siapa yang dikutip tentang korupsi?",
        "Jurnal apa yang memuat kajian itu?",
    ],
}
EVERY_QUESTION = [(kind, question) for kind, questions in QUESTIONS.items() for question in questions]
WORDS = st.sampled_from(" ".join(question for _, question in EVERY_QUESTION).split())
TEXTS = st.lists(WORDS | st.text(max_size=5), max_size=10).map(" ".join)


@pytest.mark.parametrize(("kind", "question"), EVERY_QUESTION)
def test_a_question_s_kind_is_recognised_in_any_case(kind: QuestionType, question: str) -> None:
    for typed in (question, question.upper(), question.lower()):
        assert question_type(typed, compares=bool(comparison(typed))) is kind


@pytest.mark.parametrize("keywords", ["", "?!", "extradition", "red notice Jakarta", "Konferensi Kepolisian 2012"])
def test_keywords_ask_which(keywords: str) -> None:
    assert question_type(keywords) is T.WHICH


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        (T.WHO, "Besides Thailand, who else sent officers?"),
        (T.WHERE, "Besides Jakarta, where else were officers trained?"),
        (T.WHEN, "Apart from 1998, when else did they meet?"),
        (T.HOW_MANY, "Of the suspects, how many were convicted?"),
        (T.WHY, "If the treaty is in force, why is no one extradited?"),
        (T.WHICH, "The treaty names which crime?"),
        (T.WHO, "Selain Malaysia, siapa lagi yang hadir?"),
        (T.WHEN, "Sejak kapan Indonesia menjadi anggota?"),
    ],
)
def test_a_question_word_counts_in_the_middle_too(kind: QuestionType, question: str) -> None:
    assert question_type(question) is kind


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        (T.HOW, "How do victims who escaped get home?"),
        (T.WHY, "Why did the officer who led the raid resign?"),
        (T.WHICH, "What happened when police raided the port?"),
        (T.HOW_MANY, "How many ships were at sea when the year ended?"),
        (T.YES_NO, "Was anyone hurt when the ship sank?"),
        (T.YES_NO, "Sudahkah kapal itu ditemukan?"),
        (T.YES_NO, "Apa benar kapal itu hilang?"),
        (T.YES_NO, "Diadakankah rapat itu di Hanoi?"),
        (T.WHO, "Siapakah ketua rapat itu?"),
        (T.WHICH, "Langkah apa yang diambil?"),
        (T.YES_NO, "Apakah ada kasus di mana polisi terlibat?"),
        (T.HOW, "When a ship is stolen, how do police respond?"),
        (T.WHO, "Where the law is silent, who decides?"),
    ],
)
def test_a_who_or_when_within_a_clause_does_not_decide(kind: QuestionType, question: str) -> None:
    assert question_type(question) is kind


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        (T.WHICH, "What did the ministers propose?"),
        (T.WHICH, "What do countries gain from the treaty?"),
        (T.WHICH, "Which treaty protects officers abroad?"),
        (T.WHICH, "Which unit reports to the chief?"),
        (T.WHY, "What is the reason for the delay?"),
        (T.LIST, "What are the duties of the committee?"),
        (T.DEFINE, "What's a red notice?"),
        (T.YES_NO, "Doesn't Laos take part?"),
        (T.WHEN, "When was piracy first defined as a crime?"),
        (T.WHICH, "What was done to lower the number of thefts?"),
        (T.WHERE, "In which  city is the office?"),
        (T.WHICH, "May 2011 conference Manila"),
    ],
)
def test_words_beside_the_question_word_are_not_misread(kind: QuestionType, question: str) -> None:
    assert question_type(question) is kind


@given(text=st.text() | TEXTS)
def test_any_text_has_a_kind(text: str) -> None:
    assert isinstance(question_type(text), QuestionType)


@given(text=TEXTS.filter(str.isascii), upper=st.lists(st.booleans(), min_size=200, max_size=200))
def test_the_case_of_letters_does_not_matter(text: str, upper: list[bool]) -> None:
    mixed = "".join(c.upper() if up else c.lower() for c, up in zip(text, upper, strict=False))
    assert question_type(mixed) is question_type(text[: len(mixed)])


@given(text=TEXTS, before=st.text(' \n"“(-–*', max_size=4), after=st.text(' \n"”)?!.…', max_size=4))
def test_marks_around_a_question_do_not_matter(text: str, before: str, after: str) -> None:
    assert question_type(before + text + after) is question_type(text)
