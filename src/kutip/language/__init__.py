"""The languages that Kutip reads: one record of words for each."""

from collections.abc import Mapping

from kutip.language.english import ENGLISH
from kutip.language.indonesian import INDONESIAN
from kutip.language.record import LanguageData

# The language of the papers, the index and the encoder; questions in another one are translated to it.
PAPERS_LANGUAGE = ENGLISH
LANGUAGES: Mapping[str, LanguageData] = {one.code: one for one in (ENGLISH, INDONESIAN)}
