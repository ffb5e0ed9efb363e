"""What each kind of rule finds, on plain values: no database."""

import pytest

from comments.rulebook.book import Book, Needs, Standing
from comments.rulebook.kinds import Candidate, Kind, Like, Terms, evidence
from comments.rulebook.matching import Matcher
from comments.rules import EVIDENCE_LENGTH, Suspicion
from comments.spam.scoring import Clue, Judgement

DAY = 24 * 60
SPAMMY = Judgement(0.934, (Clue("casino", 0.99), Clue("bridge", 0.1), Clue("pills", 0.9)))


def of(**facts):
    return Candidate(**{"text": "Words", **facts})


@pytest.mark.parametrize(
    ("terms", "candidate", "expected"),
    [
        (Terms(Kind.LINKS, 2), of(links=2), ""),
        (Terms(Kind.LINKS, 2), of(links=3), "3 links; limit 2"),
        (Terms(Kind.LINKS, 0), of(links=1), "1 link; limit 0"),
        (Terms(Kind.FIRST, 2), of(), "first comment by this person"),
        (Terms(Kind.FIRST, 2), of(published=1), "1 published so far; 2 wanted"),
        (Terms(Kind.FIRST, 2), of(published=2), ""),
        (Terms(Kind.AGE, 30), of(article_days=30), ""),
        (Terms(Kind.AGE, 30), of(article_days=31), "31 days after the article; limit 30"),
        (Terms(Kind.SPEED, 3, 5), of(posts={5: 2}), ""),
        (Terms(Kind.SPEED, 3, 5), of(posts={5: 3}), "4 comments in 5 minutes; limit 3"),
        (Terms(Kind.HEAT, 3, 5), of(replies={5: 2}), ""),
        (
            Terms(Kind.HEAT, 3, 5),
            of(replies={5: 3}),
            "4 replies in this thread in 5 minutes; limit 3",
        ),
        (Terms(Kind.FLAGS, 2), of(flags=1), ""),
        (Terms(Kind.FLAGS, 2), of(flags=2), "flagged by 2 people"),
        (Terms(Kind.FLAGS, 0), of(flags=0), ""),
        (Terms(Kind.SPAM, 90), of(), ""),
        (Terms(Kind.SPAM, 94), of(spam=SPAMMY), ""),
        (Terms(Kind.SPAM, 93), of(spam=SPAMMY), "93%: casino, pills"),
        (Terms(Kind.WORDS), of(), ""),
        (Terms(Kind.WORDS, words=Matcher(["cas*"])), of(), ""),
        (Terms(Kind.WORDS, words=Matcher(["cas*"])), of(text="A Casino"), "casino (cas*)"),
        (Terms(Kind.WORDS, words=Matcher(["casino"])), of(name="Casino Bot"), "casino"),
        (
            Terms(Kind.WORDS, words=Matcher(["casino"])),
            of(website="https://casino.example.org/"),
            "casino",
        ),
    ],
)
def test_what_a_rule_says(terms, candidate, expected):
    assert evidence(terms, candidate) == expected


@pytest.mark.parametrize(
    ("like", "expected"),
    [
        (Like(0.79, "removed", 1), ""),
        (Like(0.80, "removed", 1), "80% like one that was removed"),
        (Like(1.0, "spam", 30 * DAY), "100% like one marked as spam"),
        (Like(1.0, "spam", 30 * DAY + 1), ""),
        (Like(0.9, "published", DAY), "90% like one posted before"),
        (Like(0.9, "held", DAY + 1), ""),
    ],
)
def test_what_is_like_something_lately(like, expected):
    assert evidence(Terms(Kind.LIKENESS, 80, 30 * DAY), of(likes=[like])) == expected


def test_the_most_alike_is_told():
    likes = [Like(0.8, "removed", 1), Like(0.95, "spam", 2), Like(1.0, "published", 2 * DAY)]
    assert evidence(Terms(Kind.LIKENESS, 80, 30 * DAY), of(likes=likes)) == (
        "95% like one marked as spam"
    )


def rule(pk, terms, **values):
    return Standing(pk, f"Rule {pk}", terms, **values)


def test_an_articles_own_rules_replace_the_sites_of_their_kind():
    site = [rule(1, Terms(Kind.LINKS, 1)), rule(2, Terms(Kind.LINKS, 2)), rule(3, Terms(Kind.AGE))]
    off = rule(4, Terms(Kind.LINKS, 9), own=True, enabled=False)
    own = rule(5, Terms(Kind.AGE, 5), own=True)
    assert [one.id for one in Book.of("", site).rules] == [1, 2, 3]
    assert [one.id for one in Book.of("", [*site, off]).rules] == [3]
    assert [one.id for one in Book.of("", [*site, off, own]).rules] == [5]


def test_a_book_needs_no_more_than_its_rules_ask():
    assert Book().needs == Needs()
    rules = [
        rule(1, Terms(Kind.SPEED, 3, 5)),
        rule(2, Terms(Kind.SPEED, 4, 5)),
        rule(3, Terms(Kind.SPEED, 9, 60)),
        rule(4, Terms(Kind.FIRST, 2), enabled=False),
    ]
    assert Book.of("", rules).needs == Needs(posts=((5, 4), (60, 9)))


def test_each_rule_that_finds_something_is_named():
    book = Book.of("", [rule(1, Terms(Kind.LINKS, 1)), rule(2, Terms(Kind.AGE, 9))])
    assert book.suspicions(of(links=2)) == [Suspicion("links", "2 links; limit 1", 1, "Rule 1")]
    wordy = Book.of("", [rule(3, Terms(Kind.WORDS, words=Matcher(["a* " * 30])))])
    long = wordy.suspicions(of(text="abcdefghij " * 30))
    assert [len(found.evidence) for found in long] == [EVIDENCE_LENGTH]
