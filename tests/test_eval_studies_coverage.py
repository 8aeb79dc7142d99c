"""The coverage of the glossary, counted on made-up sentences."""

from eval.studies.coverage import coverage
from kutip.language.indonesian import TRANSLATING
from retriever.query.glossary import Glossary

GLOSSARY = Glossary({"kota": ["city"], "kerja sama": ["cooperation"], "di": []}, TRANSLATING)


def test_names_numbers_and_function_words_need_no_entry() -> None:
    assert coverage(GLOSSARY, ["Di kota Manila pada 2005"]) == (1.0, 1, [])


def test_content_words_without_an_entry_and_words_of_phrases_count() -> None:
    share, total, lacking = coverage(GLOSSARY, ["kerja sama kota", "bernaung di kota", "bernaung"])
    assert (share, total, lacking) == (4 / 6, 6, [("bernaung", 2)])


def test_the_coverage_of_no_words_is_1() -> None:
    assert coverage(GLOSSARY, []) == (1.0, 0, [])
