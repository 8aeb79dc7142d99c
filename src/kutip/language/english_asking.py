"""English: how people put a question."""

from kutip.language.asking_words import DressWords, PartedWords, UnsaidWords
from kutip.language.listed import listed

_AUXILIARIES = (
    "is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|shall|may|might|must|isn['’]t|aren['’]t"
    "|wasn['’]t|weren['’]t|don['’]t|doesn['’]t|didn['’]t"
)
_ASKING = "(?:who|whom|whose|what|which|when|where|why|how)"
_WORK = (
    r"(?:(?:bachelor|master|doctoral|research|term|final|seminar|literature)(?:['’]?s)? )?"
    "(?:thesis|dissertation|essay|papers?|assignment|homework|project|research|report|class|course|studies|study"
    "|review|exam|presentation|seminar|coursework|article)"
)
_FEW = "(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|a hundred|a few|a single|[1-9][0-9]{0,2})"
_LENGTH = (
    rf"(?:(?:no more than |at most |about |max )?{_FEW} (?:\w+ )?(?:sentences?|words?|lines?|paragraphs?|points?)"
    "|short|brief|detail|full|bullet points?|simple (?:words|terms)|a (?:short sentence|nutshell))"
)
_ANSWER = "(?:answer|reply|respond|explain)(?: me| it| this| that| the question)?"
_SOMEBODY = "(?:you|anyone|anybody|someone|somebody)"
_TELL = (
    "(?:tell|explain|show|answer|let|say|describe|find out|help me (?:find out|find|understand))(?: to)?"
    "(?: me| us)?(?: know)?"
)

DRESS = DressWords(
    begins=(
        rf"{_ASKING}(?:['’]s)?",
        rf"(?:{_AUXILIARIES})",
        rf"(?:in|on|at|by|for|from|to|of|with|under|about|according to) (?:\w+ )?(?:{_ASKING}|whom)",
        *listed("list name explain describe compare define summari[sz]e give state identify mention enumerate tell"),
    ),
    labels=("question", "q", "query", "task", "exercise", "problem"),
    greetings=(
        (
            r"(?:hi|hello|hey|hiya|greetings|good (?:morning|afternoon|evening|day))"
            r"(?: (?:there|again|all|everyone|everybody|kutip|team|sir|madam|professor))?"
        ),
        r"(?:good ?)?bye(?: bye)?|see you(?: later)?|how are you(?: doing)?(?: today)?",
        r"dear (?:sir|madam|sir or madam|all|kutip|professor|team)",
        "excuse me|sorry to (?:bother|disturb)(?: you)?|pardon me",
        "quick question|one (?:more |quick )?question|a (?:quick )?question|just (?:a )?(?:quick )?question",
    ),
    requests=(
        rf"(?:and |so )?(?:could|can|would|will) {_SOMEBODY} (?:please |kindly |maybe )?{_TELL}(?: please)?",
        rf"(?:please |kindly ){_TELL}",
        *("please", "kindly", "tell me", rf"(?:do|does|would) {_SOMEBODY}(?: happen to)? know"),
        r"(?:could|can|would) you please",
        r"i(?: need| want|['’]d like| would like| have) to (?:know|ask|find out|learn|understand)(?: you)?",
        r"i(?:['’]m| am) (?:trying|hoping) to (?:know|find out|learn|understand)",
        r"i(?:['’]m| am| was)(?: just)? (?:wondering|curious)|i wonder",
        r"my (?:next |first |second |last )?question is|the question is|here is my question",
    ),
    purposes=(
        rf"(?:it['’]s |this is |i need this )?for (?:a|an|my|our|the|some) {_WORK}",
        rf"i(?:['’]m| am) (?:writing|working on|doing|preparing) (?:a|an|my|our|some) {_WORK}",
        r"i(?:['’]m| am) an? (?:\w+ ){0,3}(?:student|researcher|lecturer|teacher|journalist|police officer)",
    ),
    instructions=(
        rf"(?:please )?{_ANSWER}(?: only)? in (?:{_LENGTH}|english|indonesian|a (?:list|table))(?: only)?(?: please)?",
        rf"(?:please )?{_ANSWER} (?:briefly|shortly|concisely|in detail|precisely)",
        r"(?:please )?(?:be|keep it|make it) (?:as )?(?:brief|short|concise|precise|simple)(?: as possible)?",
        rf"in {_LENGTH}(?: only)?(?: please)?|briefly|step by step|yes or no|(?:just|only) (?:the answer|yes or no)",
        (
            r"(?:please )?(?:give|provide|include|cite|show)(?: me)?(?: the| your| all)?"
            r" (?:sources?|references?|citations?|page numbers?)"
        ),
        r"(?:please )?(?:quote|cite) (?:the|your|both) (?:papers?|sources?)|use only the papers?",
    ),
    thanks=(
        r"(?:ok(?:ay)?,? |many )?thanks(?: a lot| so much| in advance| very much| again| for (?:your|the) help)*",
        r"thank you(?: so| very)?(?: much)?(?: in advance| again| for (?:your|the) help| indeed)*",
        *("thx", "ty", "tysm", "cheers", "much appreciated", "(?:best |kind )?regards"),
        r"i(?:['’]d| would) appreciate (?:it|your help)",
    ),
    endings=("please", "pls", "plz"),
)

UNSAID = UnsaidWords(
    empty=listed(
        "definition reason give sure long often far old one ones thing things something"
        " anything everything please tell say says said mean means"
        " meant happen happens happened go going know ok okay yes yeah well else exactly really details detail question"
        " questions answer answers explain elaborate continue next further example examples much many let us get got"
        " just now here never ever even still quite there's that's what's who's it's they're sorry hmm huh hm didn't"
        " don't doesn't isn't wasn't idea kind sort way stuff true right can't may might must shall done come came"
    ),
    pronouns=listed("it they them he she him"),
    owning=listed("its their his her"),
    pointing=listed("that this those these"),
    pointed=tuple(rf"(?<=\b{verb} )that" for verb in listed("is was did does has will can")),
    introducing=(
        r"(?:and |but |so |ok |okay )?(?:what|how) about",
        r"(?:and|but|so)(?: (?:what|how))?(?: (?:is it|was it|about))?(?: (?:in|for|of|with|by|from))?",
        r"(?:the )?same (?:question )?for",
    ),
    of_kutip=(
        r"what (?:can|do|could) you (?:do|help(?: me)? with|answer|know)(?: for me)?",
        r"what (?:can|could|may|should) i (?:ask|do)(?: you)?(?: here)?",
        r"(?:who|what) are you|what is kutip|who (?:made|built|created) you|what(?: is|['’]s) your name",
        r"how (?:do|can|should) i (?:use|ask) (?:this|you|it|kutip)|how (?:do|does) (?:you|this|kutip) work",
        r"(?:can|could) you help(?: me)?|help(?: me)?|what (?:are you (?:for|able to do)|do you do)",
        r"are you (?:an? )?(?:ai|bot|robot|chatbot|human|chatgpt|language model|llm)",
        r"what (?:papers|documents) (?:do you have|can you search|are here)",
    ),
)

_GROUP = r"(?: (?!(?:the|an?|it|they|he|she|this|that|we|you|i)\b)[\w-]+)"
PARTED = PartedWords(
    joins=(r"and(?: also| then)?", "as well as", "also"),
    direct=(
        (
            rf"(?:(?:in|on|at|by|for|from|to|of|with|under) )?(?:what|which|whose|how (?:many|much)){_GROUP}{{0,4}}"
            rf" (?:{_AUXILIARIES})\b"
        ),
        rf"(?:what|who|whom|when|where|why|how) (?:{_AUXILIARIES})\b",
        r"how (?:long|often|far|old|large|big) (?:\w+ ){0,2}(?:is|are|was|were|do|does|did|has|have)\b",
        rf"who (?!(?:{_AUXILIARIES}|the|it|they|he|she)\b)[\w-]+",
    ),
    bare=("when", "where", "why", "how", "by whom", "who", "in (?:which|what) (?:year|city|country)"),
    defining=(r"what(?: is| are|['’]s)(?: the| an?)?", "who (?:is|are)"),
    opened=listed("between both either whether"),
)
