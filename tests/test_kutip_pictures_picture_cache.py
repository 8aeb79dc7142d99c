"""The cache never holds more than its bytes, and lets go of what was not asked for longest."""

from hypothesis import given
from hypothesis import strategies as st

from kutip.pictures.drawing import PictureForm
from kutip.pictures.picture_cache import PagePicture, PictureCache
from kutip.types import Message

NONE = Message("picture.broken", {"page": 1})


def wanted(page: int, width: int = 1000, form: PictureForm = PictureForm.WEBP, sha256: str = "a") -> PagePicture:
    return PagePicture(sha256, page, width, form)


def test_a_picture_is_given_for_its_page_width_and_form_alone() -> None:
    cache = PictureCache(10_000)
    cache.keep(wanted(1), b"one")
    assert cache.get(wanted(1)) == b"one"
    others = [wanted(2), wanted(1, 900), wanted(1, form=PictureForm.PNG), wanted(1, sha256="b")]
    assert [cache.get(other) for other in others] == [None] * 4


def test_a_page_without_picture_has_none_of_any_width_and_form() -> None:
    cache = PictureCache(10_000)
    cache.keep(wanted(1), NONE)
    assert cache.get(wanted(1, 300, PictureForm.PNG)) == NONE
    assert cache.get(wanted(2)) is None


def test_what_was_not_asked_for_longest_goes_first() -> None:
    cache = PictureCache(5_000)
    for page in (1, 2, 3):
        cache.keep(wanted(page), bytes(1_000))
    assert cache.get(wanted(1))
    cache.keep(wanted(4), bytes(1_000))
    assert [page for page in (1, 2, 3, 4) if cache.get(wanted(page)) is not None] == [1, 3, 4]


def test_a_picture_too_large_for_the_cache_drives_out_no_other() -> None:
    cache = PictureCache(5_000)
    cache.keep(wanted(1), bytes(1_000))
    cache.keep(wanted(2), bytes(5_000))
    assert cache.get(wanted(1)) is not None
    assert cache.get(wanted(2)) is None


def test_a_cache_of_no_bytes_keeps_nothing() -> None:
    cache = PictureCache(0)
    cache.keep(wanted(1), b"")
    cache.keep(wanted(2), NONE)
    assert (cache.get(wanted(1)), cache.get(wanted(2)), cache.size) == (None, None, 0)


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 3_000))))
def test_the_cache_never_holds_more_than_it_may(kept: list[tuple[int, int]]) -> None:
    cache = PictureCache(5_000)
    for page, size in kept:
        cache.keep(wanted(page), bytes(size) if size % 7 else NONE)
        assert 0 <= cache.size <= 5_000
    held = [cache.get(wanted(page)) for page in range(1, 7)]
    assert sum(len(one) for one in held if isinstance(one, bytes)) <= cache.size
