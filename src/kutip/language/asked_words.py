"""Fields of a language's record for questions about a paper itself, its study, what a word means, and lists."""

from dataclasses import dataclass

from kutip.language.listed import Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFactWords:
    """Words of questions for a fact of a paper, such as its authors. All are patterns.

    Attributes:
        subject_leads: Between a noun for a paper and what the paper is about: "on".
        works: Nouns for a paper: "articles?".
        fillers: Words of such questions that ask for nothing by themselves: "please".
        writers: Nouns for authors.
        speakers: The authors of a paper, as it calls them where it says something: "the authors".
        writing: Verbs for what they did: "wrote".
        journals: Nouns for what papers appear in.
        publishing: Verbs and nouns for a paper's appearance: "came out".
        steps: What happens to a paper before: that it is submitted, received, revised, accepted, in this order.
        dates: Nouns for a date, to tell "date of publication".
        publishers: Who publishes.
        dois: Names of the DOI.
        licences: Words for the terms of reuse.
        licence_names: How the name of a licence begins: "creative commons".
        keywords: The paper's keywords.
        languages: The language that it is written in.
        sections: Its sections.
        entries: What its list of references consists of.
        titles: Its title.
        pages: Its pages.
        citing: What one does who cites it.
        institutions: Where authors work, in questions and in front matter.
        volumes: Numbers of a journal's volume or issue.
    """

    subject_leads: Listed
    works: Listed
    fillers: Listed
    writers: Listed
    speakers: Listed
    writing: Listed
    journals: Listed
    publishing: Listed
    steps: Listed
    dates: Listed
    publishers: Listed
    dois: Listed
    licences: Listed
    licence_names: Listed
    keywords: Listed
    languages: Listed
    sections: Listed
    entries: Listed
    titles: Listed
    pages: Listed
    citing: Listed
    institutions: Listed
    volumes: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyWords:
    """Words for the parts that a study plays: in questions (asked_…) and in sentences (said_…). All are patterns.

    Attributes:
        asked_about: The question wants a summary: "summari[sz]e".
        asked_aim: It wants the aim of the study.
        asked_method: Its method.
        asked_finding: What it found.
        asked_conclusion: What it concludes.
        asked_limit: Its limitations.
        asked_advice: What it recommends.
        asked_future: What later research should do.
        fillers: Other words of such questions, without a subject: "used".
        studies: The study as a sentence speaks of itself: "this study", "we".
        said_aim: What a sentence about the aim has: "aims? to".
        said_method: Likewise of the method.
        said_finding: Of what was found.
        said_conclusion: Of the conclusion.
        said_limit: Of a limitation.
        said_advice: Of a recommendation.
        said_future: Of later research.
        announcing: How a sentence ends that announces limitations or advice, and says none: "has several limitations".
        abstracts: Headings of a summary at the beginning of a paper.
        aims: Headings of the part that states the aim.
        methods: Headings of the method.
        findings: Headings of the results.
        conclusions: Headings of the conclusion.
        limits: Headings of the limitations.
        advice: Headings of recommendations.
    """

    asked_about: Listed
    asked_aim: Listed
    asked_method: Listed
    asked_finding: Listed
    asked_conclusion: Listed
    asked_limit: Listed
    asked_advice: Listed
    asked_future: Listed
    fillers: Listed
    studies: Listed
    said_aim: Listed
    said_method: Listed
    said_finding: Listed
    said_conclusion: Listed
    said_limit: Listed
    said_advice: Listed
    said_future: Listed
    announcing: Listed
    abstracts: Listed
    aims: Listed
    methods: Listed
    findings: Listed
    conclusions: Listed
    limits: Listed
    advice: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class MeaningWords:
    """Words of questions for what a word means, and of sentences that say it. All are patterns.

    Attributes:
        asked: What precedes the word, at the start of a question.
        spelling_out: Whole questions for the long or short form of an abbreviation, which stands for {word}.
        asked_after: What follows it at the end of a question: "mean". May be empty.
        authorities: Before the one whose definition is asked for: "according to".
        defining: Directly after the word, in a sentence that says at length what it is: "is defined as".
        being: Likewise, in a sentence that may only judge it: "is an?".
        relatives: What makes such a sentence say more than a judgement: "that", "which".
        definers: Before the word, in a sentence that tells how somebody defines it: "defined".
        naming: Before the word, at the end of what it is the name of: "called".
        judgements: Words by which a sentence praises or blames what it might define: "main".
        leads: Before the word, if it is still the subject: "in general".
        founding: In a sentence about the beginning of a body.
        members: About those who belong to it.
        functions: About what it does.
    """

    asked: Listed
    spelling_out: Listed
    asked_after: Listed = ()
    authorities: Listed
    defining: Listed
    being: Listed
    relatives: Listed
    definers: Listed
    naming: Listed
    judgements: Listed
    leads: Listed
    founding: Listed
    members: Listed
    functions: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingWords:
    """Words that announce a list, or begin its items. All are patterns.

    Attributes:
        asked: What makes a question ask for a list, at its start: "list", "what", "which".
        fillers: Words of such a question that do not name the things listed: "all".
        announcing: A sentence with one of these is followed by the list: "the following".
        quantities: Words for a number that is not said: "several".
        steps: Nouns for the items of a list that tells how something is done: "stages?". May be empty.
        plural_verbs: Verbs of a subject in the plural: "were". May be empty.
        pointing_back: How a clause begins that needs the sentence before it: "this makes".
        openers: Words that begin an item of prose: its first pattern the first item, and so on.
        last_openers: Words that begin the last item: "finally".
    """

    asked: Listed
    fillers: Listed
    announcing: Listed
    quantities: Listed
    steps: Listed = ()
    plural_verbs: Listed = ()
    pointing_back: Listed
    openers: Listed
    last_openers: Listed
