"""Forms of English words that no stemmer leads to the same stem."""

# Verbs, each with its forms; a plural that ends otherwise than in "s" stands beside its singular.
FORMS = tuple(
    tuple(family.split())
    for family in (
        "arise arose arisen|be is are was were been being|bear bore borne born|become became"
        "|begin began begun|bend bent|bind bound|bite bit bitten|blow blew blown|break broke broken"
        "|bring brought|build built|buy bought|catch caught|choose chose chosen|come came|deal dealt"
        "|dig dug|do does did done|draw drew drawn|drink drank drunk|drive drove driven|eat ate eaten"
        "|fall fell fallen|feed fed|feel felt|fight fought|find found|flee fled|fly flew flown"
        "|forbid forbade forbidden|forget forgot forgotten|freeze froze frozen|get got gotten"
        "|give gave given|go goes went gone|grow grew grown|hang hung|have has had|hear heard"
        "|hide hid hidden|hold held|keep kept|know knew known|lay laid|lead led|leave left|lend lent"
        "|lie lay lain|lose lost|make made|mean meant|meet met|overcome overcame|pay paid|ride rode ridden"
        "|ring rang rung|rise rose risen|run ran|say said|see saw seen|seek sought|sell sold|send sent"
        "|shake shook shaken|shoot shot|show shown|shrink shrank shrunk|sing sang sung|sink sank sunk"
        "|sit sat|sleep slept|speak spoke spoken|spend spent|stand stood|steal stole stolen|strike struck"
        "|swear swore sworn|swim swam swum|take took taken|teach taught|tear tore torn|tell told"
        "|think thought|throw threw thrown|undergo underwent undergone|understand understood"
        "|undertake undertook undertaken|wake woke woken|wear wore worn|win won|withdraw withdrew withdrawn"
        "|write wrote written|person people|child children|man men|woman women|foot feet|life lives"
        "|wife wives|thief thieves|crisis crises|hypothesis hypotheses|analysis analyses|datum data"
        "|criterion criteria|phenomenon phenomena|basis bases|good better best|bad worse worst"
        "|far further farther"
    ).split("|")
)

# What the forms of a regular word end in: "solve", "solves", "solved", "solving"; "country", "countries".
ENDINGS = tuple("e y s es ed d ing ies ied 's ’s".split())
