"""Every error derives from KutipError and has a message that states the problem and the remedy."""

import inspect

import pytest

from kutip import errors
from kutip.errors import (
    IndexDamagedError,
    IndexFormatError,
    IndexMissingError,
    KutipError,
    NotFoundError,
    NotInstalledError,
    QueryError,
)
from kutip.messages.catalogue import Catalogue
from kutip.types import Message


def classes() -> list[type]:
    return [c for _, c in inspect.getmembers(errors, inspect.isclass) if c.__module__ == errors.__name__]


@pytest.mark.parametrize("error", classes(), ids=lambda error: error.__name__)
def test_every_error_derives_from_kutiperror_and_has_a_docstring(error: type) -> None:
    assert issubclass(error, KutipError)
    assert error.__name__.endswith("Error")
    assert error.__doc__


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            NotInstalledError("building an index", ["torch", "onnx"], "build"),
            "building an index needs torch, onnx, not installed here; run: pip install 'kutip[build]'",
        ),
        (IndexMissingError("index"), "there is no index in index; build it: kutip index"),
        (
            IndexDamagedError("index/gen-1/vectors.faiss", Message("damage.missing")),
            "index/gen-1/vectors.faiss is damaged: it is missing; build the index again: kutip index --force",
        ),
        (IndexFormatError(1, 2), "the index has format 1, this Kutip reads 2; rebuild it: kutip index"),
        (NotFoundError("document", "x' or id != '"), "the index holds no document \"x' or id != '\""),
    ],
)
def test_an_error_message_states_the_problem_and_the_remedy(error: KutipError, message: str) -> None:
    assert str(error) == message


def test_a_message_has_a_sentence_in_every_language() -> None:
    error = IndexMissingError("index")
    assert error.message == Message("index.missing", {"folder": "index"})
    assert Catalogue.of("id").text(error.message) == "tidak ada indeks di index; bangun: kutip index"


def test_an_error_of_plain_words_has_no_message_for_a_page() -> None:
    error = QueryError("the weights are none")
    assert (str(error), error.message) == ("the weights are none", None)


def test_a_not_found_error_carries_the_kind_and_id_of_the_missing_item() -> None:
    error = NotFoundError("passage", "0f")
    assert (error.what, error.identifier) == ("passage", "0f")
