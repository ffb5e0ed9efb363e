"""An import stays while something hangs on it that it did not bring."""

import pytest
from django.core.management import CommandError

from articles.models import Article
from comments import actions
from comments.exchange import hanging
from comments.models import Comment, ImportRun
from comments.people import author_of
from comments.rulebook.kinds import Kind
from tests import cast
from tests.exchange.elsewhere import There, disqus, jsonl, wxr
from tests.exchange.everything import empty, everything

pytestmark = pytest.mark.django_db

THREE = [There(1, 1), There(2, 1, 1), There(3, 2, state="spam", words="Buy lamps")]
WXR, OURS = "wxr there.example", "jsonl Understory"


@pytest.fixture
def stays(bring_in):
    """Both that it would not go, and that it does not, are said in these words."""

    def why(source: str) -> str:
        before = everything()
        with pytest.raises(CommandError) as asked:
            bring_in(undo=source, dry_run=True)
        with pytest.raises(CommandError) as refused:
            bring_in(undo=source)
        assert (str(asked.value), everything()) == (str(refused.value), before)
        said = str(refused.value).removeprefix("the import stays, since ")
        return said.removesuffix(". Nothing was taken back.")

    return why


def test_a_flag_that_was_answered_here_stays(flagged_later, bring, stays):
    for content in flagged_later:
        bring(content)
    actions.keep(Comment.objects.get().pk, cast.mod())
    assert stays(OURS) == "on it hangs 1 flag or appeal that it brought and that is answered"


def test_what_another_import_found_there_stays(bring, bring_in, stays):
    bring(wxr(THREE))
    bring(disqus([There(8, 1)]))
    assert stays(WXR) == ("on it hang 2 rows of other imports, 1 old address from another import")
    bring_in(undo="disqus there")
    assert bring_in(undo=WXR).startswith("articles          2 taken back")


def test_pingbacks_of_another_import_stay(bring, stays):
    bring(wxr(THREE))
    ping = There(8, 1)
    bring(jsonl([ping]).replace(b'"type": "comment"', b'"type": "comment", "kind": "pingback"'))
    assert "1 pingback from elsewhere" in stays(WXR)


def test_what_nobody_thought_of_is_told_in_words(bring, bring_in, monkeypatch):
    bring(wxr(THREE))
    cast.say(Article.objects.get(slug="article-1"), cast.bob(), "Yes.")
    monkeypatch.setattr(hanging, "HANGS", {})
    with pytest.raises(CommandError) as refused:
        bring_in(undo=WXR)
    assert str(refused.value) == (
        "the import stays, since something that it did not bring hangs on what it brought. "
        "Nothing was taken back."
    )


@pytest.mark.parametrize("is_finished", [True, False])
def test_an_article_that_was_rewritten_stays(is_finished, bring, bring_in, stays):
    bring(wxr(THREE))
    if not is_finished:
        ImportRun.objects.update(finished_at=None)
    bring_in(undo=WXR, dry_run=True)
    article = Article.objects.get(slug="article-1")
    article.body = "Better."
    article.save()
    assert stays(WXR) == "on it hangs 1 article that was changed here"


def test_an_article_with_a_rule_of_its_own_stays(bring, stays):
    bring(wxr(THREE))
    Article.objects.get(slug="article-1").rules.create(name="Links", kind=Kind.LINKS)
    assert stays(WXR) == "on it hangs 1 rule of an article's own"


def test_a_comment_that_its_author_has_edited_stays(export, bring, stays):
    cast.say(cast.make_article(), cast.bob(), "One")
    content = export().read_bytes()
    empty()
    bring(content)
    comment = Comment.objects.get()
    actions.edit(comment.pk, author_of(comment), "Better", 1)
    assert stays(OURS) == "on it hangs 1 comment that was edited here"


def test_a_comment_of_an_earlier_import_that_it_updated_stays(export, bring, stays):
    cast.say(cast.make_article(), "Ada", "One")
    content = export().read_bytes()
    empty()
    bring(content)
    bring(content.replace(b'"text":"One"', b'"text":"Two"'))
    assert Comment.objects.get().text == "Two"
    assert stays(OURS) == "on it hangs 1 row of an earlier import that it updated"
