"""One tree of errors, whose messages say what is, what was wanted and what to do."""

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
)


def classes() -> list[type]:
    return [c for _, c in inspect.getmembers(errors, inspect.isclass) if c.__module__ == errors.__name__]


@pytest.mark.parametrize("error", classes(), ids=lambda error: error.__name__)
def test_every_error_is_one_of_ours_by_name_and_descent(error: type) -> None:
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
            IndexDamagedError("index/gen-1/vectors.faiss", "it is missing"),
            "index/gen-1/vectors.faiss is damaged: it is missing; build the index again: kutip index --force",
        ),
        (IndexFormatError(1, 2), "the index has format 1, this Kutip reads 2; rebuild it: kutip index"),
        (NotFoundError("document", "x' or id != '"), "the index holds no document \"x' or id != '\""),
    ],
)
def test_a_message_says_what_is_and_what_to_do(error: KutipError, message: str) -> None:
    assert str(error) == message


def test_what_was_not_found_is_there_to_read() -> None:
    error = NotFoundError("passage", "0f")
    assert (error.what, error.identifier) == ("passage", "0f")
