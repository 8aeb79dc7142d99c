"""English: questions about a paper itself, its study, what a word means, and lists."""

from kutip.language.asked_words import ListingWords, MeaningWords, PaperFactWords, StudyWords
from kutip.language.listed import listed

PAPER_FACTS = PaperFactWords(
    subject_leads=listed("on about of regarding concerning titled called entitled"),
    works=(
        *("papers?", "articles?", "stud(?:y|ies)", "research(?:es)?", "manuscripts?", "publications?", "reviews?"),
        *("surveys?", "thesis", "trials?", "experiments?"),
    ),
    fillers=listed(
        "please tell give show name names named list full exact complete whole itself call called many much number"
        " total find information about there get got from see long way way? what which who where when how me i you"
        " us can could would should do does did have has had the a an of in on at by to for and or it its is are was"
        " were be been this these those that with under as people other others may must first last count know using"
        " listed contain contains any belong belongs include includes style format properly correctly today my"
        " against each both two"
    ),
    writers=(r"(?:co-?)?authors?(?:hip)?", "writers?"),
    speakers=("the authors",),
    writing=("wrote", "written", "writes?", "authored", "write"),
    journals=("journals?", "periodicals?"),
    publishing=(
        *(r"publish(?:ed|es)?", "publication", "appear(?:s|ed)?", "c[oa]me out", "comes out", "released?"),
        *("printed", "issued"),
    ),
    steps=("submitted", "received", "revised", "accepted"),
    dates=("years?", "dates?", "months?", "days?"),
    publishers=("publishers?",),
    dois=("dois?", "digital object identifiers?"),
    licences=(
        *("licen[cs](?:e|es|ed|ing)", "copyright(?:ed|s)?", "reus(?:e|ed|ing)", "re-us(?:e|ed|ing)", "open access"),
        *("creative commons", "terms", "holds?", "rights"),
    ),
    licence_names=("creative commons", "cc[- ](?:by|0)"),
    keywords=(r"key\s?-?words?",),
    languages=("languages?",),
    sections=("sections?", "headings?", "chapters?", "structured?", "outline", "table of contents", "contents"),
    entries=("references?", "bibliography", "works cited", "cited works", "sources?", "entries", "works"),
    titles=("titles?", "titled", "entitled"),
    pages=("pages?",),
    citing=("cites?", "cited", "citing", "citations?", "(?:in )?apa style", "quote", "quoted", "reference"),
    institutions=(
        *("universit(?:y|ies)", "affiliat(?:ion|ions|ed)", "institut(?:e|es|ion|ions)", "facult(?:y|ies)"),
        *("departments?", "employers?"),
    ),
    volumes=("volumes?", "issues?"),
)

_THIS = "(?:this|the present|the current|our|the)"
_STUDY = "(?:stud(?:y|ies)|research|papers?|articles?|reviews?|surveys?|investigation|thesis|work|trial|experiment)"
STUDY = StudyWords(
    asked_about=(
        *(
            r"summari[sz]e[sd]?",
            "summar(?:y|ies)",
            "overview",
            "gist",
            "abstract",
            r"(?:talk )?about(?=\W*$)",
            "topics?",
        ),
        *(
            "main (?:points?|ideas?|arguments?|messages?|topics?)",
            r"(?:deals?|deal) with(?=\W*$)",
            r"discuss(?:es)?(?=\W*$)",
        ),
    ),
    asked_aim=(
        *("aims?", "aimed", "purposes?", "objectives?", "goals?", "research (?:questions?|problems?|objectives?)"),
        *(r"(?:investigates?|examines?|looks? at)(?=\W*$)",),
    ),
    asked_method=(
        "methods?",
        r"methodolog(?:y|ies|ical)",
        "research design",
        "approach(?:es)?",
        "collect(?:ed)? (?:the |their )?data",
        "(?:done|conducted)",
    ),
    asked_finding=("findings?", "results?", "found", r"finds?(?=\W*$)", "outcomes?", "discover(?:s|ed)?"),
    asked_conclusion=("conclusions?", "conclud(?:e|es|ed)"),
    asked_limit=("limitations?", "limits", "limited", "shortcomings?", "weakness(?:es)?", "not (?:covered?|examined?)"),
    asked_advice=("recommend(?:s|ed|ations?)?", "advi[cs](?:e|es|ed)", "suggest(?:s|ed|ions?)?", "propose[sd]?"),
    asked_future=("(?:future|further|follow-?up|subsequent|next|later) (?:research(?:es)?|stud(?:y|ies)|work)",),
    fillers=listed(
        "use used uses using main key own overall mention mentions mentioned state states stated describe describes"
        " described there brief briefly short shortly few words sentences sentence two three both each say says need"
        " needed done made make makes general acknowledge acknowledged admit admits want wants call calls ask asks"
        " suggested kind sort type sum up explain reach reached come came author authors writer writers researcher"
        " researchers they their what section sections part chapter report reports reported give gives given was"
        " important direction directions"
    ),
    studies=(
        rf"{_THIS} (?:\w+ )?{_STUDY}",
        *("we", "our", r"the (?:authors?|researchers?|writers?)"),
    ),
    said_aim=(
        *("aims? (?:to|at)", "aimed (?:to|at)", "discuss(?:es|ed)?", "examin(?:es?|ed)", "investigat(?:es?|ed)"),
        *("explor(?:es?|ed)", "asks? (?:whether|how|what|who|why)", "analy[sz](?:es?|ed)", "seeks? to"),
        "we (?:review|present|propose|introduce|describe|ask|study|set out)",
        rf"{_THIS} (?:\w+ )?{_STUDY} (?:presents?|proposes?|introduces?|describes?|reports?)",
        *(
            "(?:purpose|objective|aim|goal)s? of",
            "focus(?:es|ed)? on",
            "looks? at",
            "attempt(?:s|ing)? to",
            "highlights?",
        ),
    ),
    said_method=(
        *("methods?", "methodology", "qualitative", "quantitative", "interviews?", "questionnaires?", "data sources"),
        *("data (?:was|were|collection)", "approach", "uses? [^.]{0,40}theory"),
        *("we (?:read|took|measured|sampled|surveyed|collected|counted|asked|used)", "sampled?"),
    ),
    said_finding=(
        *("findings?", "results? (?:show|shows|showed|indicate|reveal|suggest)", "reveal(?:s|ed)?", "found that"),
        *("shows? that", "showed that", "indicates? that", "demonstrates? that"),
    ),
    said_conclusion=(
        *("conclud(?:e|es|ed|ing)", "in conclusion", "to conclude", "in summary", "overall"),
        *("it is argued that", "argues? that"),
    ),
    said_limit=(
        *(
            "limited to",
            "limitations?",
            "not the focus",
            "beyond the scope",
            "outside the scope",
            "do(?:es)? not cover",
        ),
        *("did not (?:cover|examine|include|consider)", "could not be", "only (?:covers?|examines?|considers?)"),
        *("as far as this", "restricted to", "confined to"),
    ),
    said_advice=("recommend(?:s|ed|ation|ations)?", "advis(?:e|es|ed)", "suggest(?:s|ed)?"),
    said_future=("(?:future|further|subsequent|later|follow-?up) (?:research|stud(?:y|ies)|work|investigations?)",),
    announcing=(
        r"(?:has|have|had|there (?:are|were)|with) (?:\w+ ){0,4}(?:limitations?|limits|shortcomings|weaknesses)",
        r"(?:limitations?|recommendations?|suggestions?) (?:\w+ ){0,3}(?:follow|are (?:given|made|noted|acknowledged))",
    ),
    abstracts=("abstract", "summary"),
    aims=("aims?", "objectives?", "purpose", "introduction"),
    methods=("methods?", "methodology", "(?:materials|data|sources|patients|participants) and methods?"),
    findings=("findings?", "results?"),
    conclusions=("conclusions?", "concluding remarks"),
    limits=("limitations?", "limits", "shortcomings"),
    advice=("recommendations?", "suggestions?"),
)

_IS = "(?:is|are|was|were)"
MEANING = MeaningWords(
    asked=(
        *(rf"what(?: {_IS}|['’]s) (?:meant by |the (?:meaning|definition) of )?", r"what do(?:es)?\s"),
        *(r"define\s", r"(?:give )?(?:the |a )?(?:definition|meaning) of\s", r"explain what (?:is )?"),
        *(r"how (?:is|are) (?=[^?]{1,80}\bdefined\b)", r"how (?:do|does|did) (?=[^?]{1,80}\bdefine\b)"),
    ),
    spelling_out=(
        r"what do(?:es)? (?:the )?(?:abbreviation |acronym |letters? |initials )?{word} stand for",
        rf"what(?: {_IS}|['’]s) (?:the )?(?:full|long|complete) (?:form|name|title) (?:of|for) {{word}}",
        rf"what(?: {_IS}|['’]s) {{word}} (?:short|an? (?:abbreviation|acronym)) (?:for|of)",
        rf"(?:what(?: {_IS}|['’]s) )?(?:the )?(?:abbreviation|acronym|short form) (?:of|for) {{word}}",
        r"how (?:is|are) {word} abbreviated",
        r"(?:please )?spell out {word}",
    ),
    asked_after=(r"\bmeans?\b", r"\bdefined\b", r"\bis(?=\W*$)", r"\bare(?=\W*$)"),
    authorities=("according to", "defined by", "by", "in the words of", "in the view of"),
    defining=(
        rf"(?:{_IS}|can be|may be) (?:(?:often|also|usually) )?(?:defined|described|understood|known|seen) as\b",
        *(r"refers? to\b", r"means?\b(?! (?:of|to)\b)", r"denotes?\b", r"stands? for\b", r"consists? of\b"),
    ),
    being=(
        rf"{_IS} (?:an?|the|any|another)\b",
        rf"{_IS} (?!not\b)(?:\w+ ){{1,4}}(?:who|that|which)\b",
        *(r",? which (?:is|are) (?:an?|the)\b", r", (?:an?|the)\b"),
    ),
    relatives=listed("that which who whose where for of between to by in"),
    definers=(r"defin(?:e|es|ed|ing)(?: that)?",),
    naming=("called", "named", "termed", "known as", "referred to as"),
    judgements=listed("main most major important key significant serious global crucial vital chief foremost leading"),
    leads=(
        *("in general", "generally", "meanwhile", "in other words", "as", "formed", "founded", "established", "in"),
        *("basically", "according to", "based on", "referring to", "therefore", "thus", "however", "in essence"),
        *("furthermore", "moreover", "in addition", "on the other hand", "since", "by", "through", "created"),
    ),
    founding=("founded", "established", "formed", "created", "set up", "set up in"),
    members=(r"members?", "consists? of", "comprises?", "made up of"),
    functions=(
        *("aims? to", "serves? (?:to|as)", "functions? (?:to|as)", "facilitates?", "is responsible for"),
        *("plays? an?", "provides?", "coordinates?", "allows?", "holds"),
    ),
)

LISTING = ListingWords(
    asked=listed("list | enumerate | name | what | which | give | mention", "|"),
    fillers=listed(
        "all each every many several different main key important various types kinds give name list tell me please"
        " are is do does did have has had can could should be been were was that this these those its their the what"
        " which who how of in on by for to from with and or a an used use one two three four five six seven eight"
        " nine ten called mention mentioned according following stated papers paper article study authors pursue"
        " pursues pursued follow follows followed apply applies applied take takes taken together make makes made"
        " involve involves face faces faced describe described identify identified contain contains offer offers"
        " provide provides perform performed own there"
    ),
    announcing=(
        *("the following", "as follows", "these include", "these are", "following are", "below", "such as"),
        *("here are", "namely", "including", "divided into"),
    ),
    quantities=listed("several some various many"),
    steps=("steps?", "stages?", "phases?"),
    plural_verbs=listed("are were have"),
    pointing_back=(
        "(?:this|that|these|those) (?:makes?|made|is|was|are|were|means?|meant|leads?|led|can|could|may|might|will)",
        "(?:this|that|these|those) (?:would|causes?|caused|results?|resulted|requires?|has|have|shows?|creates?)",
    ),
    openers=(
        *("first(?:ly)?|first of all", "second(?:ly)?", "third(?:ly)?", "fourth(?:ly)?", "fifth(?:ly)?"),
        *("sixth(?:ly)?", "seventh(?:ly)?", "eighth(?:ly)?", "ninth(?:ly)?", "tenth(?:ly)?"),
    ),
    last_openers=("finally", "lastly", "last"),
)
