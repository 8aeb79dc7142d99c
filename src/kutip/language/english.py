"""English."""

from kutip.language.record import (
    CitingWords,
    DateWords,
    FunctionWords,
    LanguageData,
    NameWords,
    PaperWords,
    SentenceWords,
    listed,
)

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
    # "inter", "co", "re" and "pre" are not among them: a document that hyphenates those shows it elsewhere.
    compound_firsts=listed("all cross ex half high long low multi near non part quasi real self semi short so well"),
)

_DATES = DateWords(
    months=listed("January February March April May June July August September October November December"),
    short_months=listed("Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"),
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

_NAMES = NameWords(
    particles=listed("de del della den der di du la le van von vom zu ter ten el dos da"),
    joins=listed("of the for on in against"),
    foreign_conjunctions=listed("und et y"),
    others=(r"et\.?\s+al\b\.?", r"and\s+(?:others|colleagues|co-?workers)"),
    titles=listed("prof dr mr mrs ms"),
    degrees=listed("phd ba bs ma"),
    suffixes=listed("Jr Sr"),
)

_CITING = CitingWords(
    undated=(r"n\.\s?d\.(?:-[a-z])?", "in press", "forthcoming"),
    circa=listed("c ca circa"),
    leads=(
        *listed("see | see also | also | and | or | in | by | from | after | following | such as | recently", "|"),
        *("most recently", "(?-i:the)", "according to", "adapted from", "adaptation of", "based on", "source:"),
        *(r"cf\.?", r"e\.g\.?,?", r"i\.e\.?,?", r"(?:as )?(?:cited|quoted) in", r"review(?:ed)? (?:in|by)"),
        *(r"for (?:a )?reviews?,?(?: see)?", r"for (?:example|instance),?"),
        r"processed\b[^,]{0,40}?\b(?:from|through|based on)",
    ),
    through=("cited in", "quoted in"),
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
        *("writers?", "usd", "eur", "n", r"eq\.?", "equation", "copyright"),
    ),
    editors=(r"Eds?\.?", "Editors?"),
    within=("In",),
    title_abbreviations=listed("No St Vol pp vs"),
    retrieved=listed("retrieved accessed"),
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
    references=("references", "bibliography", "works cited"),
    openings=("abstract", "summary", "introduction"),
    front_matter=(
        *(r"key\s?words", "copyright", "©", "this work is licensed", r"doi\b", "submitted", "received", "accepted"),
        "published",
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
    date_columns=("dates?", "years?", "periods?", "time", "when"),
)

ENGLISH = LanguageData(
    code="en",
    name="English",
    function_words=_FUNCTION_WORDS,
    dates=_DATES,
    sentences=_SENTENCES,
    names=_NAMES,
    citing=_CITING,
    papers=_PAPERS,
)
