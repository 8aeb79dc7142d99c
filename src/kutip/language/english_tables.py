"""English words for what a question asks of a table."""

from kutip.language.listed import listed
from kutip.language.table_words import TableWords

ENGLISH_TABLES = TableWords(
    latest=("most recent(?:ly)?", "latest", "newest", "last"),
    earliest=("(?:very )?(?<!-)first", "earliest"),
    most=(r"(?<!at )most(?! recent)", "highest", "largest", "greatest", "biggest", "maximum", "peak(?:ed|s)?"),
    fewest=("fewest", "(?<!at )least", "lowest", "smallest", "minimum"),
    totals=("in total", "total", "altogether", "combined", "sum of"),
    differences=(*("differences?", "by how (?:much|many)", "how (?:much|many) (?:more|fewer|less|higher|lower)"),),
    changes=listed(
        "change climb decline decrease drop fall fell gone grew grow growth increase rise risen rose shrink went"
    ),
    times=("how many times", "how often"),
    from_years=("since", "from", "starting in"),
    after_years=("after", "later than"),
    until_years=("until", "till", "up to", "by", "through"),
    before_years=("before", "earlier than", "prior to"),
    spans_of_years=("between", "from"),
    frames=listed(
        "actually according are article assigned authors been convene convened currently data did ever far find found"
        " gather gathered give given gives happen happened has have held hold holding list listed lists many meet"
        " mentioned met mid much now occur occurred organise organised organize organized paper papers place placed"
        " posted record recorded register registered report reported said say says see seen serve serves show shown"
        " shows so station stationed still study table take taken takes there took was were working works"
    ),
    measures=listed(
        "amount figure level number percent percentage proportion quantity rate share size sum total value"
    ),
    places=("cit(?:y|ies)", "towns?", "places?", "venues?", "locations?"),
    moments=("years?", "dates?", "months?", "days?", "when", "time"),
    roles=(r"chair(?:ed|s|ing|man(?:ship)?|ship)?", r"host(?:ed|s|ing)?", r"organi[sz]ers?", "presided"),
    hosts=("countr(?:y|ies)", "nations?", "states?", "governments?"),
    not_given=("n/?a", r"n\.a\.?", "n/?d", "no data", "not (?:available|given|reported)"),
    remotely=("online", "virtual(?:ly)?", "remote(?:ly)?"),
)
