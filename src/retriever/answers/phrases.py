"""The words that Kutip itself says around the papers' sentences, in the question's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kutip.types import Document
from retriever.citations.apa import author_and_year
from retriever.query.question_type import QuestionType


@dataclass(frozen=True, slots=True)
class Frames:
    """What is said in one language.

    Attributes:
        differ: That papers give different answers.
        one_paper: That only one of several papers was found to speak of it.
        nothing: That nothing in the papers answers.
        unsaid: That the papers do not say what kind of thing was asked for.
        asks_for: What a type of question asks for.
        lacking: That words occur nowhere in the papers.
        doubtful: That what is shown may not answer.
        model_failed: That the language model failed, and the papers' own sentences are shown.
        model_unsupported: That nothing which it said is supported, and the same.
        uncalibrated: The calibration was fitted for another encoder, so that there is no confidence.
    """

    differ: str
    one_paper: str
    nothing: str
    unsaid: str
    asks_for: Mapping[QuestionType, str]
    lacking: str
    doubtful: str
    model_failed: str
    model_unsupported: str
    uncalibrated: str

    @classmethod
    def of(cls, language: str) -> "Frames":
        """Those of a language, "en" or "id"."""
        return _INDONESIAN if language == "id" else _ENGLISH

    def refusal(self, missing: Sequence[str], kind: QuestionType) -> str:
        """Why there is no answer."""
        what = self.asks_for.get(kind)
        said = self.unsaid.format(what=what) if what else self.nothing
        return " ".join([said, *self._lack(missing)])

    def unsure(self, missing: Sequence[str]) -> str:
        """Why there may be only a part of an answer."""
        return " ".join([self.doubtful, *self._lack(missing)])

    def each(self, said: Sequence[tuple[str, Document]]) -> str:
        """What each of several papers says."""
        return "; ".join(f"{text} ({author_and_year(document)})" for text, document in said)

    def _lack(self, missing: Sequence[str]) -> list[str]:
        return [self.lacking.format(words=", ".join(f"“{word}”" for word in missing))] if missing else []


_ENGLISH = Frames(
    differ="The papers differ:",
    one_paper="Only one of the papers was found to speak of this.",
    nothing="No sentence of the papers was found that answers this.",
    unsaid="No sentence of the papers was found that gives {what} for this.",
    asks_for={
        QuestionType.WHO: "a person or body",
        QuestionType.WHEN: "a date",
        QuestionType.WHERE: "a place",
        QuestionType.HOW_MANY: "a number",
        QuestionType.WHY: "a reason",
        QuestionType.DEFINE: "a definition",
        QuestionType.SOURCE: "a source",
        QuestionType.LIST: "a list",
    },
    lacking="The papers nowhere have {words}.",
    doubtful="These sentences are the nearest in the papers; they may not answer the question.",
    model_failed="The language model could not be used or broke off.",
    model_unsupported="Nothing that the language model said is supported by the passages; these are the papers' own"
    " sentences.",
    uncalibrated="Kutip was calibrated with another encoder model, so it cannot say how sure this answer is.",
)
_INDONESIAN = Frames(
    differ="Kedua artikel berbeda:",
    one_paper="Hanya satu artikel yang ditemukan membahas hal ini.",
    nothing="Tidak ditemukan kalimat dalam artikel yang menjawab pertanyaan ini.",
    unsaid="Tidak ditemukan kalimat dalam artikel yang menyebutkan {what} untuk hal ini.",
    asks_for={
        QuestionType.WHO: "orang atau lembaga",
        QuestionType.WHEN: "tanggal",
        QuestionType.WHERE: "tempat",
        QuestionType.HOW_MANY: "angka",
        QuestionType.WHY: "alasan",
        QuestionType.DEFINE: "definisi",
        QuestionType.SOURCE: "sumber",
        QuestionType.LIST: "daftar",
    },
    lacking="Artikel tidak memuat {words}.",
    doubtful="Kalimat-kalimat ini yang terdekat dalam artikel; mungkin tidak menjawab pertanyaan.",
    model_failed="Model bahasa tidak dapat dipakai atau terputus.",
    model_unsupported="Tidak ada perkataan model bahasa yang didukung oleh kutipan; ini kalimat-kalimat dari artikel"
    " sendiri.",
    uncalibrated="Kutip dikalibrasi dengan model encoder lain, sehingga keyakinan atas jawaban ini tidak diketahui.",
)
