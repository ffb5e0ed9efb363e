"""What django-mptt promises holds with room between the bounds, or refuses to be used."""

import pytest

from comments.models import Comment
from comments.tree.managers import UseActions
from tests.cast import make_article
from tests.comments.forest import again, outline, plant

pytestmark = pytest.mark.django_db

FOREST = """
    a
      b
        c
        d
          e
      f
    g
    h
      i
"""

# What each comment's method answers, as the words of the comments.
ANSWERS = [
    ("d", "get_ancestors", {}, "a b"),
    ("d", "get_ancestors", {"include_self": True}, "a b d"),
    ("d", "get_ancestors", {"ascending": True}, "b a"),
    ("a", "get_ancestors", {}, ""),
    ("a", "get_descendants", {}, "b c d e f"),
    ("b", "get_descendants", {"include_self": True}, "b c d e"),
    ("c", "get_descendants", {}, ""),
    ("c", "get_descendants", {"include_self": True}, "c"),
    ("a", "get_children", {}, "b f"),
    ("b", "get_children", {}, "c d"),
    ("c", "get_children", {}, ""),
    ("c", "get_siblings", {}, "d"),
    ("c", "get_siblings", {"include_self": True}, "c d"),
    ("g", "get_siblings", {}, "a h"),
    ("b", "get_family", {}, "a b c d e"),
    ("a", "get_leafnodes", {}, "c e f"),
    ("c", "get_leafnodes", {}, ""),
    ("c", "get_leafnodes", {"include_self": True}, "c"),
    ("b", "get_next_sibling", {}, "f"),
    ("f", "get_previous_sibling", {}, "b"),
    ("f", "get_next_sibling", {}, None),
    ("g", "get_next_sibling", {}, "h"),
    ("g", "get_previous_sibling", {}, "a"),
    ("h", "get_next_sibling", {}, None),
    ("e", "get_root", {}, "a"),
    ("a", "get_descendant_count", {}, 5),
    ("c", "get_descendant_count", {}, 0),
    ("e", "get_level", {}, 3),
    ("c", "is_leaf_node", {}, True),
    ("b", "is_leaf_node", {}, False),
    ("a", "is_root_node", {}, True),
    ("b", "is_root_node", {}, False),
    ("b", "is_child_node", {}, True),
]


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def comments(article):
    # Another article's threads, before and after, answer nothing.
    plant(make_article(title="The ferry"), "x\n  y")
    planted = plant(article, FOREST)
    plant(make_article(title="The harbour"), "z")
    return again(planted)


@pytest.mark.parametrize(("word", "method", "options", "expected"), ANSWERS)
def test_it_answers(comments, word, method, options, expected):
    answer = getattr(comments[word], method)(**options)
    if isinstance(answer, Comment):
        answer = answer.text
    elif hasattr(answer, "filter"):
        answer = " ".join(comment.text for comment in answer)
    assert answer == expected


def test_who_stands_beneath_whom(comments):
    pairs = ("a", "e"), ("e", "a"), ("b", "f"), ("a", "i"), ("b", "b")
    assert [
        (
            comments[upper].is_ancestor_of(comments[lower]),
            comments[lower].is_descendant_of(comments[upper]),
        )
        for upper, lower in pairs
    ] == [(True, True), (False, False), (False, False), (False, False), (False, False)]
    assert comments["b"].is_ancestor_of(comments["b"], include_self=True)


def test_many_comments_have_ancestors_and_descendants(comments):
    some = Comment.objects.filter(text__in="dfi")
    assert _words(some.get_ancestors()) == "a b h"
    assert _words(some.get_descendants(include_self=True)) == "d e f i"
    assert _words(Comment.objects.root_nodes()) == "x a g h z"
    assert Comment.objects.root_node(comments["h"].tree_id) == comments["h"]


def test_cached_trees_read_as_drawn(article, comments):
    first, _second, third = Comment.objects.under(article).get_cached_trees()
    assert [child.text for child in first.get_children()] == ["b", "f"]
    assert [child.text for child in third.get_children()] == ["i"]


NOT_FOR_COMMENTS = {
    "delete": lambda c: c["c"].delete(),
    "delete many": lambda _c: Comment.objects.filter(text="c").delete(),
    "delete what answers": lambda c: c["b"].children.all().delete(),
    "move": lambda c: c["c"].move_to(c["f"]),
    "move by the manager": lambda c: Comment.objects.move_node(c["c"], c["f"]),
    "insert": lambda c: Comment(text="new").insert_at(c["f"], save=True),
    "insert by the manager": lambda c: Comment.objects.insert_node(Comment(), c["f"]),
    "create without a place": lambda c: Comment.objects.create(parent=c["f"], text="new"),
    "save with another parent": lambda c: _with_parent(c["c"], c["f"]).save(),
    "save as a thread": lambda c: _with_parent(c["c"], None).save(),
    "save a thread as a reply": lambda c: _with_parent(c["g"], c["f"]).save(),
    "rebuild": lambda _c: Comment.objects.rebuild(),
    "rebuild one": lambda c: Comment.objects.partial_rebuild(c["a"].tree_id),
    "build": lambda _c: Comment.objects.build_tree_nodes({"text": "new"}),
    "delay": lambda _c: Comment.objects.delay_mptt_updates(),
    "disable": lambda _c: Comment.objects.disable_mptt_updates(),
}


@pytest.mark.parametrize("what", NOT_FOR_COMMENTS)
def test_it_refuses_to(what, article, comments):
    before = outline(article)
    with pytest.raises(UseActions):
        NOT_FOR_COMMENTS[what](comments)
    assert outline(article) == before


def test_saving_a_stale_comment_leaves_its_place(article, comments):
    stale = Comment.objects.get(pk=comments["c"].pk)
    Comment.objects.filter(pk=stale.pk).update(rght=stale.rght - 1)
    stale.save()
    assert Comment.objects.get(pk=stale.pk).rght == stale.rght - 1


def _with_parent(comment, parent):
    comment.parent = parent
    return comment


def _words(comments):
    return " ".join(comment.text for comment in comments)
