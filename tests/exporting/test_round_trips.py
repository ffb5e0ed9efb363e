"""What other formats can say comes back from them as it was."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from articles.models import Article
from comments import actions
from comments.exchange.rows import Draft
from comments.exchange.store import store_conversation
from comments.models import Comment, Pingback
from comments.rules import State, Verb
from tests.cast import converse, drawn, make_article, mod
from tests.comments.health import assert_healthy
from tests.exchange.conftest import DOCUMENT
from tests.exchange.everything import differences, empty, everything
from tests.exchange.life import Life
from tests.exchange.test_importing_a_document import SAMPLE

pytestmark = pytest.mark.django_db

NOON = datetime(2012, 6, 1, 12, tzinfo=UTC)
HOSTILE = [
    "Plain words.", "Two\nlines.", "Two\n\nparagraphs.", "*so* and **so**", "5 * 3 < 4 & 2 > 1",
    "]]> ]]>]]>", "<b>bold?</b>", "<script>alert(1)</script>", "&amp; &lt;", "<![CDATA[x]]>",
    "> a quote\n\nand an answer", "- one\n- two", "- a\n\n- b", "1. one\n2. two",
    "```\ncode\n  & <more>\n```", "`x < 1`", "<https://example.org/?a=1&b=2>", "[here](https://example.org/a_b)",
    "שלום مرحبا", "🦡\u200d🔥 \u202eabc", "\\ back\\slash", "snake_case_words", "a\ufffeb\uffffc",
    "</wp:comment>", "~~gone~~", "# no heading", "a\x0bb\x0cc\x1bd", "it’s “so” – or…", "x" * 9_000,
]  # fmt: skip
NAMES = ["Ada", "Bén “B”", "<i>Cem</i>", "D & D", "]]>", "&amp;", "👩‍🔧", 'O\'Neil "x"']
IF_THERE = pytest.mark.skipif(not SAMPLE.exists(), reason="it lies beside the clone")

comments = st.lists(
    st.tuples(
        st.integers(1, 40),
        st.sampled_from(NAMES),
        st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=3).map("\n\n".join),
        st.sampled_from(list(State)),
    ),
    min_size=1,
    max_size=30,
)


def conversation(said) -> list[Draft]:
    drafts: list[Draft] = []
    for nth, (wish, name, text, state) in enumerate(said):
        depth = min(wish, drafts[-1].depth + 1) if drafts else 1
        at = NOON + timedelta(minutes=nth)
        drafts.append(
            Draft(name, text, depth, at, state, f"r{nth}@example.org", "https://r.example")
        )
    return drafts


def clean(text):
    return text.translate(dict.fromkeys([0x0B, 0x0C, 0x1B, 0xFFFE, 0xFFFF]))


def stored():
    """What is the same in all formats; to them, withdrawn is removed."""
    names = ("level", "ordinal", "created_at", "name", "email", "website", "state", "html")
    rows = Comment.objects.in_reading_order().values_list(*names)
    gone = {"withdrawn": "removed"}
    return [(*row[:-2], gone.get(row[-2], row[-2]), clean(row[-1])) for row in rows]


@examples(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(said=comments)
@pytest.mark.parametrize("kind", ["wxr", "disqus"])
def test_everything_comes_back(kind, said, export, bring_in):
    empty()
    article = make_article(title="T & <i>", slug="bridge", published_at=NOON, created_at=NOON)
    store_conversation(article, conversation(said))
    before, file = stored(), export(f"--format={kind}", "--all-states")
    empty()
    bring_in(file)
    assert stored() == before
    assert_healthy()


def test_our_own_lines_come_back_and_leave_the_same(export, bring_in):
    Life(5).go_on(40)
    before, file = everything(), export()
    empty()
    bring_in(file)
    assert differences(everything(), before) == {}
    again = export(name="again").read_text().split("\n")
    assert again[1:] == file.read_text().split("\n")[1:]


def test_what_readers_see_comes_back(export, bring_in):
    article = make_article(slug="bridge")
    first, *_ = converse(article, "Ada: a\nBen: b\n  Cem: c\nDan: d\n  Eve: e\nFay: f")
    ben, _, dan, _, fay = Comment.objects.exclude(pk=first.pk).order_by("pk")
    actions.moderate(Verb.REMOVE, ben.pk, mod())
    actions.moderate(Verb.HOLD, dan.pk, mod())
    actions.moderate(Verb.SPAM, fay.pk, mod())
    file = export("--format=wxr")
    empty()
    bring_in(file)
    assert drawn(Article.objects.get()) == (
        "Ada: a\nAnonymous: Removed by a moderator.\n  Cem: c\nAnonymous: Hidden for now.\n  Eve: e"
    )


def test_an_article_comes_back(export, bring_in):
    body = "First *words*,\n`code`\nand more.\n\n- one\n- two\n\n> said"
    times = {"published_at": NOON, "created_at": NOON}
    make_article(title="T & <i>", byline="Alice & Co", slug="bridge", body=body, **times)
    names = ("title", "byline", "slug", "state", "published_at", "body_html")
    before, file = Article.objects.values(*names).get(), export("--format=wxr")
    # To WordPress a newline is a break.
    before["body_html"] = (
        before["body_html"].replace("</em>,\n", "</em>, ").replace("\nand", " and")
    )
    empty()
    bring_in(file)
    assert Article.objects.values(*names).get() == before


@pytest.mark.parametrize("kind", ["wxr", "disqus"])
@pytest.mark.parametrize("said", [{"comments": "closed"}, {"closes_after_days": 3}])
def test_an_article_that_is_closed_comes_back_closed(kind, said, export, bring_in):
    make_article(title="Shut", published_at=NOON, **said)
    make_article(title="Ajar", closes_after_days=9)
    file = export(f"--format={kind}")
    empty()
    bring_in(file)
    assert dict(Article.objects.values_list("title", "comments")) == {
        "Shut": "closed",
        "Ajar": "open",
    }


def test_pingbacks_come_back(export, bring_in):
    said = {"name": "A & B", "website": "https://b.example", "text": "Here.", "created_at": NOON}
    Pingback.objects.create(article=make_article(), state="published", **said)
    file = export("--format=wxr")
    empty()
    bring_in(file)
    assert Pingback.objects.values(*said).get() == said


def test_a_parent_comes_before_replies_that_are_older(export, bring_in):
    article = make_article()
    first, _, second = converse(article, "Ada: a\n  Ben: b\nCem: c")
    actions.move(first.pk, mod(), second.pk)
    before, file = drawn(article), export("--format=wxr")
    pairs = re.findall(r"_id>(\d+)</wp:comment_id>.*?_parent>(\d+)<", file.read_text(), re.DOTALL)
    assert [int(own) > int(above) for own, above in pairs] == [True] * 3
    empty()
    bring_in(file)
    assert drawn(Article.objects.get()) == before


@pytest.mark.parametrize("document", [DOCUMENT, pytest.param(SAMPLE, marks=IF_THERE)])
def test_a_document_comes_out_but_for_the_gap_in_a_list(document, export, run_import):
    run_import(document)
    written = export("--format=text", f"--article={Article.objects.get().slug}").read_text()
    lines = zip(document.read_text().split("\n"), written.split("\n"), strict=True)
    before, after = next(pair for pair in lines if pair[0] != pair[1])
    assert after == before.replace("1.", "2.")
    assert [pair for pair in lines if pair[0] != pair[1]] == []


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ([], "In this layout a file is one article: name it with --article."),
        (
            ["--article=bridge", "--all-states"],
            "This layout has no word for states: it holds what readers see.",
        ),
    ],
)
def test_what_a_document_cannot_be(arguments, why, export):
    make_article(slug="bridge")
    with pytest.raises(CommandError) as refused:
        export("--format=text", *arguments)
    assert str(refused.value) == f"{why} Nothing was written."
