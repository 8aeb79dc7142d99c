"""Whether a sentence says what a yes/no question asks, or the contrary; a yes that it does not say is the worst."""

import pytest
from looked_up import PAPERS, look_up

from kutip.types import Polarity
from retriever.answers.polarity import settled
from retriever.answers.proposition import is_choice, proposition

YES, CONTRARY = Polarity.YES, Polarity.CONTRARY


def said(question: str, sentence: str) -> Polarity | None:
    """What a sentence says to a question."""
    asked = proposition(look_up(question, PAPERS))
    return None if asked is None else settled(asked, sentence)


SAID = [
    ("Was the mill built in 1821?", "The mill was built in 1821."),
    ("Was the mill built in 1821?", "In 1821, the mill was built by two brothers (Kern, 1990)."),
    ("Was the Grain Union formed in 1950 in Bergen?", "Formed in 1950 in Bergen by men, the Grain Union aims high."),
    ("Was the Grain Union founded in 1950?", "The millers rely on the Grain Union, a league established in 1950."),
    ("Did the keepers count 1,200 hives?", "The report states that the keepers counted 1,200 hives in the valley."),
    ("Are 40 hives kept in Dale?", "As many as 40 hives are kept in Dale."),
    ("Does the union hold annual meetings?", "The union also holds annual meetings to discuss the harvest."),
    ("Can drones survive the winter?", "Drones can survive the winter in warm hives."),
    ("Must keepers register each hive?", "Keepers must register each hive in spring."),
    ("Do all hives need water?", "All hives need water."),
    ("Do most hives need water?", "Most hives need water."),
    ("Is wax only made by workers?", "Wax is only made by workers."),
    ("Was the mill built before 1850?", "The mill was built in 1821."),
    ("Did the keepers count more than 1,000 hives?", "The keepers counted 1,200 hives."),
    ("Is there a queen in the hive?", "There is a queen in the hive."),
    ("Is the hive at level 2?", "The hive, which is at level 2, is old."),
    ("Is the dance a sign according to Frisch?", "Frisch argues that the dance is a sign of food."),
    ("Is there no guarantee of honey?", "There is no guarantee of honey."),
    (
        "Has the union provided a place for storing grain?",
        "The union has provided a cool place for storing grain.",
    ),
    ("Apakah sarang didirikan pada tahun 1821?", "The hive was founded in 1821."),
    ("Apakah ada ratu di sarang?", "There is a queen in the hive."),
]
DENIED = [
    ("Was the mill built in 1830?", "The mill was built in 1821."),
    ("Was the mill built in 1821?", "The mill was not built in 1821."),
    ("Did the keepers count 900 hives?", "The keepers counted 1,200 hives."),
    ("Was a toll of nine pence due for each cart?", "A toll of four pence was due for each cart."),
    ("Is the share 12.5% in spring?", "The share is 10.1% in spring."),
    ("Is there a guarantee of honey?", "There is no guarantee of honey."),
    ("Do all hives need water?", "Most hives need water."),
    ("Do all hives need water?", "Not all hives need water."),
    ("Is wax only made by workers?", "Wax is not only made by workers but also by queens."),
    ("Was the mill built in 1990?", "The mill was built in 1821 and moved to Dale in 1990."),
    ("Was the mill built after 1900?", "The mill was built in 1821."),
    ("Did the keepers count fewer than 500 hives?", "The keepers counted 1,200 hives."),
    ("Did the harvest increase in 2020?", "The harvest decreased in 2020."),
    ("Did the keepers not count the hives?", "The keepers counted the hives."),
    ("Is there no queen in the hive?", "There is a queen in the hive."),
    ("Apakah sarang didirikan pada tahun 1990?", "The hive was founded in 1821."),
    ("Apakah tidak ada ratu di sarang?", "There is a queen in the hive."),
]
OPEN = [
    # another subject, or who does it and who suffers it exchanged
    ("Was the mill built in 1821?", "The barn was built in 1821."),
    ("Did wasps kill bees?", "Bees kill wasps."),
    ("Did wasps kill bees?", "Wasps were killed by bees."),
    ("Were wasps killed by bees?", "Wasps killed the bees."),
    ("Did Norway lend 40 hives to Sweden?", "With help from keepers in Norway, Sweden lent 40 hives to Denmark."),
    ("Did Norway lend 40 hives to Sweden?", "Norway lent 40 hives to Denmark."),
    ("Did Norway lend hives to Sweden?", "Norway lent hives to the keepers of Sweden."),
    ("Was the Grain Union formed in 1950?", "The Grain Union's secretariat was formed in 1950."),
    ("Was the Grain Union formed in 1950?", "The secretariat of the Grain Union was formed in 1950."),
    ("Was the Grain Union formed in 1950?", "Formed in 1950, the Grain Union secretariat moved to Bergen."),
    ("Was the Grain Union formed in 1950?", "Formed in 1950, the Oil League joined the Grain Union."),
    ("Is trade a crime?", "Human trade is a crime."),
    ("Is trade a crime?", "Trade is a crime prevention matter."),
    # not said plainly
    ("Did the union reach its goal?", "The union failed to reach its goal."),
    ("Did the union build a mill?", "The union plans to build a mill."),
    ("Did the union build a mill?", "The union may build a mill."),
    ("Can the union build a mill?", "The union must build a mill."),
    ("Must keepers register each hive?", "Keepers register each hive."),
    ("Is the dance a language?", "Some believed that the dance is a language."),
    ("Is the dance a language?", "It is false that the dance is a language."),
    ("Is the dance a language?", "The dance is almost a language."),
    ("Is the dance a language?", "The dance is a language, unless Frisch is wrong."),
    ("Does the hive meet the rule?", "The hive does not fully meet the rule."),
    ("Is the mill a museum?", "The mill was a museum until 1990."),
    # less than all, and other limits
    ("Do all hives need water?", "Hives need water."),
    ("Was a toll due for each cart?", "A toll was due for some carts on the road to Bergen."),
    ("Do most hives need water?", "Some hives need water."),
    ("Do hives need water?", "Few hives need water."),
    ("Do hives need water?", "Most hives need water."),
    ("Is wax made by workers?", "Wax is not only made by workers."),
    ("Is wax only made by workers?", "Wax is made by workers."),
    ("Did the keepers count 1,200 hives?", "The keepers counted about 1,200 hives."),
    ("Did the keepers count 1,200 hives in 2020?", "The keepers counted 1,200 hives in spring."),
    # what may happen again, and other things in the same sentence
    ("Was a fair held in 2012?", "A fair was held in 2010."),
    ("Was the mill built in 1821?", "In 1821 the owner said the mill was built."),
    ("Was the mill built in 1821?", "The owner said in 1821 that the mill was built."),
    ("Was the mill built in Dale?", "The mill was built by a man who was born in Dale."),
    ("Isn't the mill old?", "The mill is old."),
    ("Apakah sarang didirikan pada tahun 1821?", "The queen was born in 1821."),
]


@pytest.mark.parametrize(("question", "sentence"), SAID)
def test_a_sentence_with_all_that_is_asked_in_its_place_says_yes(question: str, sentence: str) -> None:
    assert said(question, sentence) is YES


@pytest.mark.parametrize(("question", "sentence"), DENIED)
def test_a_negation_number_opposite_or_quantifier_makes_the_contrary(question: str, sentence: str) -> None:
    assert said(question, sentence) is CONTRARY


@pytest.mark.parametrize(("question", "sentence"), OPEN)
def test_a_sentence_that_does_not_say_it_plainly_leaves_it_open(question: str, sentence: str) -> None:
    assert said(question, sentence) is None


@pytest.mark.parametrize(
    ("question", "choice"),
    [
        ("Was it built in Dale or in Bergen?", True),
        ("Apakah itu sarang?", True),
        ("Apakah tujuan penelitian ini?", True),
        ("Was it built in Dale?", False),
        ("Apakah sarang didirikan di Bergen?", False),
    ],
)
def test_a_question_for_one_of_two_things_asks_for_no_yes(question: str, choice: bool) -> None:
    assert is_choice(question) is choice
