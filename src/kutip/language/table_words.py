"""Fields of a language's record for what a question asks of a table's rows."""

from dataclasses import dataclass

from kutip.language.listed import Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class TableWords:
    """Words that show what a question asks of a table. All are patterns, except `frames`, `changes`, `measures`: words.

    Attributes:
        latest: Words for the row that comes last in time: "most recent". May be empty.
        earliest: Words for the row that comes first in time: "first". May be empty.
        most: Words for the largest number: "highest". May be empty.
        fewest: Words for the smallest number: "lowest". May be empty.
        totals: Words for the sum of several numbers: "in total". May be empty.
        differences: Words for the difference of two numbers: "by how much". May be empty.
        changes: Verbs for a number that becomes another: "rise". May be empty.
        times: Words that count how often something took place: "how many times". May be empty.
        from_years: Words before the first of the years that are asked for: "since". May be empty.
        after_years: Words before the year after which they begin: "after". May be empty.
        until_years: Words before the last of them: "until". May be empty.
        before_years: Words before the year before which they end: "before". May be empty.
        spans_of_years: Words before two years with what lies between: "between". May be empty.
        frames: Words that say of a row only that it is there: "held" of a meeting, "recorded" of a case. May be empty.
        measures: Words for a number as such: "rate". They do not name what is counted. May be empty.
        places: Nouns for a place within a country: "city". May be empty.
        moments: Nouns for a time: "year". May be empty.
        roles: Words for who has something held, in a question and in a column's name: "chair". May be empty.
        hosts: Nouns for a body that can have something held: "country". May be empty.
        not_given: What stands in a cell of numbers that has none: "n/a". May be empty.
        remotely: What stands in the place of a place for a meeting without one: "online". May be empty.
    """

    latest: Listed = ()
    earliest: Listed = ()
    most: Listed = ()
    fewest: Listed = ()
    totals: Listed = ()
    differences: Listed = ()
    changes: Listed = ()
    times: Listed = ()
    from_years: Listed = ()
    after_years: Listed = ()
    until_years: Listed = ()
    before_years: Listed = ()
    spans_of_years: Listed = ()
    frames: Listed = ()
    measures: Listed = ()
    places: Listed = ()
    moments: Listed = ()
    roles: Listed = ()
    hosts: Listed = ()
    not_given: Listed = ()
    remotely: Listed = ()
