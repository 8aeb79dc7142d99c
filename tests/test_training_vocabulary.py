"""The pieces of the vocabulary that are kept: those that words of the languages are made of."""

from training.vocabulary import needed

WORDS = ["kota", "perkotaan", "café", "word's", "日本"]


def test_beginnings_and_inner_parts_of_words_are_kept_in_any_case() -> None:
    pieces = ["▁kot", "▁KOTA", "▁otaan", "otaan", "Otaan", "▁caf", "é", "fé", "▁perkotaa", "perkotaax", "zz", "▁日本"]
    kept = dict(zip(pieces, needed(pieces, WORDS), strict=True))
    assert [piece for piece, is_kept in kept.items() if not is_kept] == ["▁otaan", "perkotaax", "zz", "▁日本"]


def test_signs_numbers_and_single_letters_are_kept_whatever_the_words() -> None:
    kept = needed(["<s>", "<mask>", "▁", "2021", "”,", "▁x", "ß", "α", "ж", "日"], [])
    assert kept == [True, True, True, True, True, True, True, True, False, False]
