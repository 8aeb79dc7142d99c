"""English words that decide whether a sentence says what a question asks, or the contrary."""

from kutip.language.listed import listed
from kutip.language.polarity_words import PolarityWords

ENGLISH_POLARITY = PolarityWords(
    truths=("(?:is|was) it (?:true|correct|right|the case) that",),
    attributions=("according to",),
    choices=("or",),
    present=listed("is are am"),
    past=listed("was were"),
    being=listed("be been being"),
    having=listed("has have had"),
    doing=listed("do does did"),
    modals=("can could", "must shall", "should", "will would", "may might"),
    there=("there",),
    prepositions=listed(
        "about across after against among around as at before behind below beside between beyond by during for from in"
        " inside into like near of off on onto out outside over since through throughout to toward towards under until"
        " via with within"
    ),
    movable=listed("at during in on within"),
    determiners=listed("a an the this these those its their his her our"),
    exact=("as many as", "as much as", "a total of", "exactly"),
    relatives=listed("which who that"),
    embedding=listed("that where because since whereas while although and but"),
    light=listed("also already later now still then finally managed to"),
    adverbs=(r"[a-z]{2,}ly",),
    doubts=listed(
        "aim aimed aims agreed allege alleged allegedly almost apparently approximately asked assume assumed"
        " assumes attempt attempted attempts barely believe believed believes cannot claim claimed claims contrary"
        " considered could denied denies deny disputed doubt doubted doubts early enough expect expected"
        " expects fail failed fails false falsely fear feared fears former formerly future hardly hope hoped hopes"
        " hypothesis hypothesised hypothesized impossible instead intend intended intends largely longer mainly may"
        " might misleading mostly myth nearly neither nor otherwise partially partly perhaps plan planned plans"
        " possible possibly potential potentially predict predicted presumably probably propose proposed"
        " proposes purportedly question questioned rarely rather reject rejected rejects rumor rumour rumours rumoured"
        " scarcely seek seeks seem seemed seemingly seems should so-called sometimes sought suggest suggested suggests"
        " suppose supposed supposedly suspected too unlike unlikely unproven untrue usually want wanted"
        " wants whether wish wished would wrong wrongly yet"
    ),
    limits=listed("except excluding if unless until"),
    universals=listed("all always any each every everyone entire entirely everywhere"),
    partials=listed(
        "few frequently generally half largely little mainly many most mostly occasionally often partially partly"
        " predominantly primarily rarely seldom several some sometimes typically usually"
    ),
    parts_only=listed("few half largely mainly most mostly partially partly predominantly rarely seldom usually"),
    exclusives=listed("only merely solely exclusively just"),
    above=("more than", "over", "above", "at least", "no fewer than", "no less than", "exceeding"),
    below=("fewer than", "less than", "under", "below", "at most", "no more than", "up to"),
    once=listed(
        "founded establish form create born die launch sign ratify adopt invent discover build publish dissolve"
    ),
    synonyms=(
        "founded establish form create",
        "hold conduct convene",
        "annual annually yearly",
        "begin start commence",
        "end finish",
        "big large",
        "rise increase grow",
        "fall decrease decline drop",
        "show reveal demonstrate",
        "help assist",
        "buy purchase",
        "repatriate return",
        "launch release",
    ),
    antonyms=(
        "rise fall",
        "increase decrease",
        "grow shrink",
        "more fewer",
        "more less",
        "high low",
        "strong weak",
        "large small",
        "easy difficult",
        "hard easy",
        "same different",
        "inside outside",
        "effective ineffective",
        "legal illegal",
        "lawful unlawful",
        "succeed fail",
        "success failure",
        "best worst",
        "better worse",
        "broad narrow",
        "long short",
        "fast slow",
        "faster slower",
        "quick slow",
        "deep shallow",
        "warm cold",
        "hot cold",
        "wet dry",
        "rich poor",
        "old young",
        "open closed",
        "present absent",
        "voluntary involuntary",
        "formal informal",
        "direct indirect",
        "positive negative",
        "safe dangerous",
        "public private",
    ),
    phrases=("every year = annually", "each year = annually", "set up = establish", "up to date = current"),
)
