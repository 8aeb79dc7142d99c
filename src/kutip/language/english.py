"""English."""

from kutip.language.english_asked import LISTING, MEANING, PAPER_FACTS, STUDY
from kutip.language.english_asking import DRESS, PARTED, UNSAID
from kutip.language.english_forms import ENDINGS, FORMS
from kutip.language.english_polarity import ENGLISH_POLARITY
from kutip.language.english_tables import ENGLISH_TABLES
from kutip.language.listed import listed
from kutip.language.paper_words import CitingWords, LawWords, PaperWords
from kutip.language.question_words import FactWords, QuestionWords, TypeAnywhere, TypeFirst
from kutip.language.record import LanguageData, Stemming
from kutip.language.text_words import DateWords, FunctionWords, NameWords, NumberWords, RewordingWords, SentenceWords

_FUNCTION_WORDS = FunctionWords(
    # "May" is not among them: dates need it.
    stop_words=listed(
        "a about after again all also am an and any are as at be because been before being between both but by can"
        " could did do does during each for from had has have he her here him his how i if in into is it its me more"
        " most my no nor not of on once only or other our out over own same she should since so some such than that the"
        " their them then there these they this those through to too under until up very was we were what when where"
        " whether which while who whom whose why will with within without would you your"
    ),
    small_words=listed("a an and as at but by for from in into nor of on or over per so than the to upon via vs with"),
    conjunctions=("and",),
    articles=("the",),
    clause_joins=listed("and but while whereas although though or"),
    negations=listed("not no never none neither nor cannot without"),
    negative_words=listed("nobody nothing nowhere hardly scarcely"),
    paired_negations=("nor",),
    negating_endings=("n't", "n’t"),
    # "inter", "co", "re" and "pre" are not among them: a document that hyphenates those shows it elsewhere.
    compound_firsts=listed("all cross ex half high long low multi near non part quasi real self semi short so well"),
)

_DATES = DateWords(
    months=listed("January February March April May June July August September October November December"),
    short_months=listed("Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"),
    weekdays=listed("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    date_leads=listed("on in and of from to"),
    year_leads=listed("in of during"),
)

_NUMBERS = NumberWords(
    cardinals=listed(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen"
    ),
    tens=listed("twenty thirty forty fifty sixty seventy eighty ninety"),
    scales=listed("dozen hundred thousand million billion trillion"),
    amounts=listed("hundreds thousands millions billions half quarter once twice double triple"),
    ordinals=listed(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
        " fifteenth sixteenth seventeenth eighteenth nineteenth"
    ),
    tens_ordinals=listed("twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"),
    ordinal_endings=listed("st nd rd th"),
    ranges=("to",),
    shares=("percent", "per cent"),
    rough=(
        *listed("about almost approximately around nearly over some under"),
        *("at least", "less than", "more than", "up to"),
    ),
    currencies=("USD", r"US\$", "EUR"),
    labels=("number", "articles?", "law", "act", "resolution", "point", "tier", "phase", "stage", "step", "doi"),
)

_SENTENCES = SentenceWords(
    abbreviations=listed(
        "al approx art assoc brig capt cf ch cit col dr e.g ed eds eq et fig figs gen gov hon i.e ibid jr lt maj mr mrs"
        " ms mt no nos nr op p para pp prof pt ref refs rep res rev sec sect sen sgt spp sr st tr trans u.s.c viz vol"
        " vols vs"
    ),
    closing_abbreviations=listed("a.m co corp etc inc ltd p.m"),
    before_numbers=("no", "n"),  # "n. 5" is a note
    openers=listed(
        "The This That These Those It In On At As A An He She They We I However But And For From To If When While There"
        " Its His Her Their Our After Before During Since Although Moreover Furthermore Meanwhile Therefore Thus"
        " According Also Because Besides Between Both By Each Every Many Most No Not Of Or Over Per So Some Such Then"
        " Through Under With Without Yes Additionally Among Another Consequently Conversely Earlier Finally Hence Here"
        " Indeed Interestingly Later Like Likewise Nevertheless Notably Other Previously Recently Referring Regarding"
        " Similarly Specifically Subsequently Unlike Where"
    ),
    counting_openers=listed("First Second Third"),
    participles=listed("Adapted Based Following Formed Given Referring Regarding Using"),
    surnames=listed("An He Her Most No She So Such"),
)

_REWORDING = RewordingWords(
    articles=listed("the a an"),
    changed_by_articles=listed("few little most"),
    addressed=listed("please kindly you your yours yourself yourselves"),
    pronouns=listed("it they he she"),
    pointing=listed(
        "this these those that such its their his her both another other latter former same here there then"
    ),
    qualifiers=listed(
        "according account accounts allegation allegations alleged allegedly although apparent apparently but"
        " contrary correct denial despite disputed doubt doubtful doubts except exception exceptions false falsely"
        " fiction found however hypothetically if incorrect incorrectly instead joke lie lies likely maybe merely"
        " misleading mistaken mistakenly myth myths novels only opinion opinions ostensibly otherwise paper papers"
        " perhaps possible possibly presumably principle probable probably provided purported purportedly rather"
        " reported reportedly rumor rumors rumour rumours seemingly so-called solely stated stating supposed"
        " supposedly theoretically theory though unable unless unlikely unproven until untrue view views when"
        " whenever where whereas whether wrong wrongly"
    ),
    reporting=listed(
        "accuse acknowledge add admit advise agree allege announce answer argue assert assume assure aver believe"
        " blame boast caution charge claim comment complain concede conclude confess confirm consider contend"
        " contest contradict convince cry debunk declare decree deem demand deny disagree disbelieve discover"
        " disprove dispute dream emphasise emphasize err estimate expect explain fabricate fake falsify fear feel"
        " felt find forecast foresee forget guess hint hope hypothesise hypothesize ignore imagine imply indicate"
        " infer insist intend invent joke judge knew know known lament lied look lying maintain mean meant mention"
        " mislead note notice observe omit overlook perceive pledge posit postulate predict prefer pretend proclaim"
        " promise propose prove question realise realize recall reckon recommend refute regard reject remark"
        " remember remind reply report reveal rule rumor rumour said say says seem show shown simulate speculate"
        " stress suggest suppose surmise suspect swear tell theorise theorize think thought threaten told understand"
        " understood vow warn wonder worry write written wrote"
    ),
    governing=listed(
        "allow ask cause enable encourage forbid force hear heard help let made make order permit persuade request"
        " require saw see seen teach urge want watch wish"
    ),
    exclusives=listed("only solely both between either neither among each"),
    superlatives=(r"\w{2,}est", *listed("most least best worst first last only more less fewer better worse than")),
    auxiliaries=listed(
        "is are am was were be been being has have had do does did can could will would shall should may might"
        " must cannot"
    ),
    relatives=listed("which who whose whom where that"),
    tails=listed(
        "including | such as | as a | as an | particularly | especially | notably | namely | along | together | thus"
        " | thereby | with | called | named",
        "|",
    ),
    openings=listed(
        "however | moreover | furthermore | therefore | thus | additionally | consequently | finally |"
        " similarly | meanwhile | nevertheless | hence | also | indeed | notably | specifically | subsequently"
        " | likewise | interestingly | first | second | third | in addition | on the other hand | as a result"
        " | at the same time | in particular | for example | in fact | in conclusion | in this context | in"
        " other words | in short | first of all | for this reason | as such",
        "|",
    ),
    connecting=listed("also therefore thus moreover furthermore indeed"),
    participles=(r"\w{3,}ing",),
    passives=(r"\w{3,}ed", *listed("made held built known written given led")),
    agents=listed("by in from on at for of"),
    infinitives=("to",),
    of=("of",),
    sessions=listed("conference meeting session summit congress assembly"),
    meets=listed("met meets meet convened gathered"),
)

_NAMES = NameWords(
    particles=listed("de del della den der di du la le van von vom zu ter ten el dos da"),
    joins=listed("of the for on in against"),
    loose_joins=listed("and to"),
    foreign_conjunctions=listed("und et y e"),
    others=(r"et\.?\s+al\b\.?", r"and\s+(?:others|colleagues|co-?workers)"),
    titles=listed("prof dr mr mrs ms"),
    degrees=listed("phd ba bs ma"),
    suffixes=listed("Jr Sr Júnior JÚNIOR"),
)

_CITING = CitingWords(
    undated=(r"n\.\s?d\.(?:-[a-z])?", "[Ii]n [Pp]ress", "[Ff]orthcoming"),
    circa=listed("c ca circa"),
    leads=(
        *listed("see | see also | also | and | but | but see | or | in | by | from | after | following | such as", "|"),
        "recently",
        *("most recently", "(?-i:the)", "according to", "adapted from", "adaptation of", "based on", "source:"),
        *(r"cf\.?", r"e\.g\.?,?", r"i\.e\.?,?", r"(?:as )?(?:cited|quoted) in", r"review(?:ed)? (?:in|by)"),
        *(r"for (?:a )?reviews?,?(?: see)?", r"for (?:example|instance),?"),
        r"processed\b[^,]{0,40}?\b(?:from|through|based on)",
    ),
    through=("cited in", "quoted in", r"qtd\. in"),
    locators=listed("chap ch sec"),
    openers=listed(
        "Appendix Building Chapter Data Drawing Eq Equation Fig Figure Meanwhile Method Model Previous Prior Recent"
        " Research See Section Source Studies Study Table Theory Work Works"
    ),
    opener_joins=listed("of the for on in to by with against a an"),
    never_authors=listed(
        "a about after around article at before between by ca circa during early edition from in late mid no number of"
        " on since the to until version vol volume"
    ),
    instruments=listed(
        "act action agenda agreement conference constitution convention declaration directive law meeting olympics"
        " pandemic plan protocol regulation resolution strategy summit treaty vision war"
    ),
    treaties=listed("convention treaty protocol"),
    no_author=(
        *("processed data", "processed by", "data processed", "primary data", "own", "authors?", "researchers?"),
        *("writers?", "n", r"eq\.?", "equation", "copyright"),
    ),
    editors=(r"[Ee]ds?\.?", "[Ee]ditors?", r"[Oo]rgs?\."),  # "org.": of the Brazilian style
    bodies=(
        *listed("alliance authority bank board bureau commission committee confederation consortium council"),
        *("federation", "fund", "government", "group", "league", "office", r"organi[sz]ations?", "service", "trust"),
        *("union", "united nations", "working party"),
    ),
    theses=(
        r"(?:doctoral|ph\.?\s?d\.?|master[’']?s?|m\.?[as]c?\.?|bachelor[’']?s?)\s(?:dissertation|diss\.|thesis)",
        *("dissertation", "unpublished dissertation", "thesis", "unpublished thesis"),
    ),
    edited_by=("edited by", "ed. by"),
    editions=("ed", "edition", "edn"),
    within=("In",),
    title_abbreviations=listed("No St Vol pp vs"),
    events=listed(
        "born died founded held hosted opened organised organized signed ceremony conference congress meeting summit"
        " treaty workshop"
    ),
    place_leads=listed("in at near"),
    interval_leads=listed("ci domain interval intervals iqr range ranges scale"),
    retrieved=(*listed("retrieved accessed cited viewed visited"), "acesso em"),
)

_PAPERS = PaperWords(
    figures=("figures?", "figs?", "charts?", "diagrams?"),
    tables=("tables?",),
    appendices=("appendix", "appendices"),
    sections=("sections?", "chapters?"),
    pages=("pages?", "pp?"),
    paragraphs=("paragraphs?", "paras?"),
    issues=("vols?", "volumes?", "nos?", "issues?"),
    sources=("sources?",),
    notes=("notes?",),
    references=(
        *(
            "references?",
            "bibliography",
            "(?:works|literature|references) cited",
            "cited (?:literature|works|references)",
            "(?:selected|select) (?:bibliography|references)",
            "bibliographic(?:al)? references",
            "(?:notes and references|sources cited)",
        ),
        *("references and (?:further )?(?:notes|readings?)", "(?:list of references|reference list)", "literature"),
    ),
    openings=("abstract", "summary", "introduction"),
    section_words=listed(
        "abstract acknowledgement acknowledgements acknowledgment acknowledgments aim aims analysis appendices"
        " appendix approach author authors availability background bibliography conclusion conclusions conflict"
        " contents contribution contributions data declaration declarations design discussion discussions finding"
        " findings framework funding future implications interest interests introduction keywords limitations"
        " literature material materials method methodology methods notes objective objectives outlook overview"
        " preliminaries procedure purpose question questions recommendations references related remarks research"
        " result results review section setting statement study suggestions summary supplementary table"
        " theoretical theory work works"
    ),
    front_matter=(
        *(r"key\s?words", "copyright", "©", "this work is licensed", r"doi\b", "submitted", "received", "accepted"),
        "published",
    ),
    by_lines=("by",),
    workplaces=(
        *(r"universit(?:y|ies)", r"institut(?:es?|ions?)", r"facult(?:y|ies)", "departments?", "schools?", "colleges?"),
        *(r"laborator(?:y|ies)", r"cent(?:er|re)s?", "hospitals?", r"academ(?:y|ies)", r"ministr(?:y|ies)", "company"),
        *("corporation", "clinics?", "foundation", "agency", "association", "society", "press"),
        *("gmbh", r"inc\.?", r"ltd\.?", "llc"),
    ),
    proceedings=("proceedings", "transactions", "conferences?", "workshops?", "symposium"),
    kinds_of_paper=(
        *("(?:original |short |full |regular |invited )?(?:research |review )?(?:articles?|papers?|reports?|notes?)",),
        *(
            "(?:systematic |literature |original )?(?:reviews?|research|communications?)",
            "letters?",
            "editorial",
            "preprints?",
        ),
        *("case (?:stud(?:y|ies)|reports?)", "(?:technical|working|conference|discussion) (?:reports?|papers?)"),
        *("open access", "(?:a )?(?:dissertation|thesis)", "(?:doctoral|master's|ph\\.?d\\.?) (?:dissertation|thesis)"),
    ),
    column_nouns=listed(
        "activity actor age agency amount area author category chair city code country date description document"
        " duration forum frequency gender group indicator institution language level location mean measure method name"
        " no number organiser organising organizer organizing parties party percentage period place placement position"
        " price program programme province rank rate region remarks result role sample score sector sex size source"
        " status strategy target title topic total type unit value variable venue weight year notes"
    ),
    column_joins=listed("of and by for in per"),
    column_participles=listed("concerned covered involved reported used"),
    row_numbers=("no",),
    date_columns=("dates?", "years?", "periods?", "time", "when", "held", "organi[sz]ing"),
    place_columns=(r"plac\w+", "venue", "city", "location", r"host\w*", "held", "organi[sz]ing"),
    printed=("abstract", "references", "keywords"),
    name_columns=("names?", "actors?", r"chair\w*", "part(?:y|ies)"),
)

_FACTS = FactWords(
    place_leads=listed("in at from near into"),
    reasons=(
        *("because(?: of)?", "due to", "owing to", "as a result of", "caused by", "in order to", "so that", "so as to"),
        *("aims? to", r"since(?!\s+(?:its|their|then|the\b|\d|[A-Z]))"),
    ),
    definitions=(
        "(?:is|are|can be|was) (?:often )?(?:defined|described|understood|known) as",
        *("(?<!here )(?<!here)(?:is|are) an?", "refers? to", "(?<!by )means(?: that)?", "stands? for"),
    ),
    item_leads=(
        *("namely", "such as", "including", "includes?", "consist(?:s|ing)? of", "comprises?", "through", "via", "are"),
        *("were", "into"),
    ),
    last_item_leads=("and", "or", "as well as"),
    runs=("organi[sz]es?", "runs", "holds", "held", "conducts?", "conducted", "convenes?", "facilitates?"),
    gatherings=listed("conferences events forums meetings platforms workshops"),
    run=("organi[sz]ed", "run", "held", "conducted", "convened", "facilitated"),
    agents=("by",),
)

_BOTH = "(?:both|two|each|these)"
_COMPARE = "(?:do|does|did|have|has|compare)"
_QUESTIONS = QuestionWords(
    asking=listed("how who what why which where when"),
    clause_leads=listed("when where"),
    actors=listed("who which what"),
    runs=("organi[sz]e[sd]?", "runs?", "ran", "holds?", "held", "conduct(?:s|ed)?", "convene[sd]?"),
    heads=listed("which what whose"),
    counts=("how (?:many|much)", "number of"),
    amounts=("how much",),
    count_words=listed("many much"),
    plurals=(r"[^\W\d_]{2,}+(?<![aious]s)(?<=s)", *listed("people men women children police staff personnel")),
    participles=(r"[^\W\d_]{2,}+(?<=ed)", *listed("freed caught sold sent brought saved")),
    participles_of_all=listed("recorded reported registered noted listed counted revealed named called involved based"),
    publishing=(r"publi(?:sh|ca)\w+", "written", "wrote", "write", "appear(?:ed)?", "issued?", "printed"),
    degrees=("how",),
    shares=("share", r"percent\w*", "proportion", "rate"),
    superlatives=listed("most fewest least largest smallest highest lowest first last latest fewer more total"),
    extremes=(
        "(?<!at )most(?! recent)|highest|largest|greatest|biggest|maximum|peak(?:ed|s)?",
        "(?<!at )least|fewest|lowest|smallest|minimum",
        "strongest|most strongly|dominant|dominat(?:e|es|ed|ing)|predominant",
        "weakest|least strongly",
        *("worst|severest|gravest", "best", "longest", "shortest", "oldest|earliest", "newest|youngest"),
        *("richest|wealthiest", "poorest", "fastest|quickest", "slowest", "hottest|warmest", "coldest|coolest"),
        *("deepest", "safest", "heaviest", "lightest", "cheapest", "costliest|most expensive"),
    ),
    among=("one of (?:the|its|their|these)", "(?:among|some of) the", "the (?:second|third)-?"),
    comparisons=(
        rf"(?:(?:{_COMPARE}|according\s+to)\s+)?(?:the\s+)?{_BOTH}\s+(?:of\s+)?(?:the\s+)?(?:two\s+)?(?:papers?|articles?|stud(?:y|ies))",
        rf"{_COMPARE}\s+the\s+(?:papers|articles|studies)",
    ),
    comparison_ends=("agree", "differ"),
    differences=(r"(?:what\s+(?:is|are)\s+the\s+)?differences?(?:\s+(?:between|in|of))?",),
    references=(
        *("sources?", "references?", "cit(?:e[sd]?|ing)", "journals?", "magazines?", "articles? by", "published"),
        *("edited", "editors?", r"bibliograph\w+", "literature"),
    ),
    front_matter=(
        *("authors?", "wrote", "written", r"publi(?:sh\w*|cation)", "doi", "keywords?", "abstract", r"licen[cs]\w*"),
        *("copyright", "journals?", r"universit\w+", r"affiliat\w+"),
    ),
    captions=("figures?(?! of)", "tables?", "maps?", "charts?", "graphs?", "diagrams?", r"appendi\w+"),
)

# One word between, such as an adjective: "which Indonesian city"; no verb: "what do cities".
_VERBS = "do|does|did|is|are|was|were|has|have|had|can|could|will|would|should"
_BETWEEN = rf"(?:(?!(?:{_VERBS}|the)\b)\w+ )?"
_ASKING = "(?:which|what)"
_COUNTS = "(?:numbers?|shares?|percentages?|proportions?|rates?|amounts?|totals?|budgets?)"
_PERSONS = (
    "(?:persons?|people|ministers?|presidents?|officers?|officials?|generals?|heads? of state|authors?|theorists?"
    "|scholars?|directors?|institutions?|organi[sz]ations?|forces?|bod(?:y|ies)|agenc(?:y|ies))"
)
_PLACES = "(?:cit(?:y|ies)|towns?|countr(?:y|ies)|places?|capitals?|venues?|locations?|provinces?)"
_SEVERAL = "(?:two|three|four|five|six|seven|eight|nine|ten|types|kinds|forms|factors|areas|means|ways|steps)"
_TIMES = "(?:years?|months?|dates?|days?|decades?|centur(?:y|ies))"
_WORKS = (
    rf"(?:{_BETWEEN}(?:sources?|references?|journals?|magazines?|publications?|books?)|reports?|works?|stud(?:y|ies))"
)

_TYPE_ANYWHERE = TypeAnywhere(
    compare=(
        r"\b(?:both|two)\s+(?:of\s+)?(?:the\s+)?authors\b",
        *(
            r"\bthe papers\b",
            r"^(?>.*?\b(?:do|does|did|how)\b).*\bdiffer\b",
            r"\bdifferences? between\b",
            r"^\W*compare\b",
        ),
    ),
    source=(r"\b(?:cited|quoted|credited)\b", r"\bwhose work\b", rf"\b{_ASKING} {_WORKS}\b"),
    define=(
        r"^(?!\W*(?:when|where|who|why|is|are)\b).*\b(?:stands? for|definitions? of|define[ds]?|meaning of)\b",
        r"^\W*what does .+ mean\b",
    ),
)
_TYPE_FIRST = TypeFirst(
    how_many=(
        r"\bhow (?:many|much|large|big|long|old|often|far|high)\b",
        rf"\b{_ASKING} {_COUNTS}\b",
        rf"\bwhat (?:was|is|were|are) (?:(?!to\b)[\w'’-]+ ){{0,4}}{_COUNTS}\b",
        rf"^\W*{_COUNTS} of\b",
    ),
    why=(
        r"\bwhy\b",
        r"\bwhat (?:is|was|are|were) the (?:reason|cause|point|benefit|purpose)s?\b",
        r"\bwhat causes\b",
        r"\bwhat (?:makes(?! an?\b)|led|drives|drove)\b",
    ),
    define=(
        r"^\W*what(?: is|['’]s) (?:an? |the )?[\w-]+(?: [\w-]+){0,3}\W*$",
        r"\bwhat makes an?\b",
        r"^\W*what(?: is| are|['’]s) (?:an? )?[^?]{1,60}\baccording to\b",
    ),
    when=(r"\bwhen\b", rf"\b{_ASKING} {_BETWEEN}{_TIMES}\b"),
    where=(r"\bwhere\b", rf"\b{_ASKING} {_BETWEEN}{_PLACES}\b(?!['’])"),
    who=(r"\bwho(?:m|se)?\b", rf"\b{_ASKING} {_BETWEEN}{_PERSONS}\b(?!['’])"),
    list=(
        rf"\b{_ASKING} {_SEVERAL}\b",
        r"\bwhat (?:are|were) (?:the )?\b",
        r"^\W*(?:list|enumerate|name)\b",
        rf"\b{_ASKING} (?:\w+ )?\w+[^\Ws]s (?:are|were|do|does|did|can|could|should|will)\b",
    ),
    which=(r"\bwhich\b", r"\bwhat\b"),
    how=(r"\bhow\b",),
    yes_no=(rf"^\W*(?:{_VERBS}|may(?! \d)|must)(?:n['’]t)?\b",),
)

_LAWS = LawWords(
    law=("Law", "Act"),
    presidential_regulation=("Presidential Regulation",),
    government_regulation=("Government Regulation",),
    states=("of the Republic of Indonesia",),
    numbers=("Number", r"No\.?"),
    years=(r"of(?:\s+the\s+year)?", "year"),
)

_TO_AMERICAN = (
    (r"is(?=(?:e[ds]?|ers?|ing|ations?|ational)$)", "iz"),
    (r"ys(?=(?:e[ds]?|ers?|ing)$)", "yz"),
    (r"our(?=(?:s|ed|ing|al|able|ers?|ites?|hood)?$)", "or"),
    (r"(?<=[bt])re(?=s?$)", "er"),
    (r"(?<=n)ce(?=s?$)", "se"),
    (r"ogue(?=s?$)", "og"),
    (r"amme(?=s?$)", "am"),
    (r"ll(?=(?:ed|ing|ers?)$)", "l"),
    (r"(?<!l)l(?=ments?$)", "ll"),
    (r"(?<=g)e(?=ments?$)", ""),
)
_TO_BRITISH = (
    (r"iz(?=(?:e[ds]?|ers?|ing|ations?|ational)$)", "is"),
    (r"yz(?=(?:e[ds]?|ers?|ing)$)", "ys"),
    (r"or(?=(?:s|ed|ing|al|able|ers?|ites?|hood)?$)", "our"),
    (r"(?<=[bt])er(?=s?$)", "re"),
    (r"(?<=n)se(?=s?$)", "ce"),
    (r"og(?=s?$)", "ogue"),
    (r"am(?=s?$)", "amme"),
    (r"(?<!l)l(?=(?:ed|ing|ers?)$)", "ll"),
    (r"ll(?=ments?$)", "l"),
    (r"(?<=g)(?=ments?$)", "e"),
)

ENGLISH = LanguageData(
    code="en",
    name="English",
    stemming=Stemming(stemmer="english", families=FORMS, endings=ENDINGS),
    function_words=_FUNCTION_WORDS,
    dates=_DATES,
    sentences=_SENTENCES,
    names=_NAMES,
    citing=_CITING,
    papers=_PAPERS,
    numbers=_NUMBERS,
    facts=_FACTS,
    questions=_QUESTIONS,
    type_anywhere=_TYPE_ANYWHERE,
    type_first=_TYPE_FIRST,
    dress=DRESS,
    unsaid=UNSAID,
    parted=PARTED,
    laws=_LAWS,
    paper_facts=PAPER_FACTS,
    study=STUDY,
    meaning=MEANING,
    listing=LISTING,
    tables=ENGLISH_TABLES,
    polarity=ENGLISH_POLARITY,
    rewording=_REWORDING,
    respellings=(*_TO_AMERICAN, *_TO_BRITISH),
)
