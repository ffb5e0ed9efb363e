"""All that django-mptt offers, called on comments: it answers as stock does, or says what to use.

The two are compared on the same forest; the comments' bounds have gaps. Nothing is left out.
"""

from itertools import product
from random import Random

import pytest
from django.db import models
from django.template import Context, Engine
from mptt import utils
from mptt.managers import TreeManager
from mptt.models import MPTTModel
from mptt.querysets import TreeQuerySet
from mptt.templatetags.mptt_tags import register

from comments.models import Comment
from comments.tree.managers import UseActions
from tests.cast import make_article
from tests.comments.forest import again, outline, plant
from tests.comments.tree.calls import (
    OF_A_NODE,
    OF_A_PAIR,
    OF_A_QUERYSET,
    OF_TEMPLATES,
    OF_THE_MANAGER,
    OF_UTILS,
    REFUSED,
)
from tests.comments.tree.stock import Stock, grow, make_tables

pytestmark = pytest.mark.django_db

DRAWN = """
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
FUNCTIONS = {
    f"{where}.{name}": call
    for where, calls in (
        ("manager", OF_THE_MANAGER),
        ("queryset", OF_A_QUERYSET),
        ("utils", OF_UTILS),
    )
    for name, call in calls.items()
}


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def forests(article, request):
    """A different pair of forests for each test, always the same."""
    make_tables()
    return grow(article, Random(request.node.name))


@pytest.fixture
def comments(article):
    # Another article's threads, before and after, answer nothing.
    plant(make_article(title="The ferry"), "x\n  y")
    planted = plant(article, DRAWN)
    plant(make_article(title="The harbour"), "z")
    return again(planted)


@pytest.mark.parametrize(
    ("theirs", "djangos", "compared"),
    [
        (MPTTModel, models.Model, {*OF_A_NODE, *OF_A_PAIR}),
        (TreeManager, models.Manager, set(OF_THE_MANAGER)),
        (TreeQuerySet, models.QuerySet, set(OF_A_QUERYSET)),
    ],
)
def test_nothing_public_is_left_out(theirs, djangos, compared):
    refused = {name for name, _how in REFUSED}
    assert {name for name in public(theirs, djangos) if name not in refused} == compared
    assert compared & refused == set()


def test_no_function_and_no_tag_is_left_out():
    assert set(utils.__all__) == set(OF_UTILS)
    assert register.tags.keys() | register.filters.keys() == set(OF_TEMPLATES)


@pytest.mark.parametrize("method", OF_A_NODE)
def test_of_a_node(method, forests):
    calls = OF_A_NODE[method]
    ours, stock = (
        words([(node, getattr(node, method)(**each)) for node in forest.nodes() for each in calls])
        for forest in forests
    )
    assert ours == stock


@pytest.mark.parametrize("method", OF_A_PAIR)
def test_of_a_pair(method, forests):
    ours, stock = (
        [
            getattr(one, method)(other, **each)
            for one, other in product(forest.nodes(), repeat=2)
            for each in OF_A_PAIR[method]
        ]
        for forest in forests
    )
    assert ours == stock
    assert {True, False} == set(ours)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_of_many(name, forests):
    ours, stock = (words(FUNCTIONS[name](forest, forest.some())) for forest in forests)
    assert ours == stock
    assert ours not in ([], [[], []])


@pytest.mark.parametrize("tag", OF_TEMPLATES)
def test_in_templates(tag, forests, settings):
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "tests.comments.tree.stock"]
    ours, stock = (rendered(OF_TEMPLATES[tag], forest) for forest in forests)
    assert ours == stock
    assert ours != ""


@pytest.mark.parametrize("method", [*OF_A_NODE, *OF_A_PAIR])
def test_of_an_unsaved_node(method, article):
    ours, stock = (unsaved(node, method) for node in (Comment(article=article), Stock()))
    assert ours == stock


def test_threads_are_siblings_within_their_article_alone(comments):
    assert words(comments["g"].get_siblings()) == ["a", "h"]
    assert words(comments["g"].get_siblings(include_self=True)) == ["a", "g", "h"]
    assert comments["a"].get_previous_sibling() is None
    assert (comments["g"].get_previous_sibling(), comments["g"].get_next_sibling()) == (
        comments["a"],
        comments["h"],
    )
    assert comments["h"].get_next_sibling() is None
    assert words(Comment.objects.root_nodes()) == list("xaghz")


@pytest.mark.parametrize("call", REFUSED, ids=" ".join)
def test_it_says_what_to_use_instead(call, article, comments):
    instead, act = REFUSED[call]
    before = outline(article)
    with pytest.raises(UseActions) as caught:
        act(comments)
    assert instead in str(caught.value)
    assert outline(article) == before


def test_saving_a_stale_comment_leaves_its_place(article, comments):
    stale = Comment.objects.get(pk=comments["c"].pk)
    Comment.objects.filter(pk=stale.pk).update(rght=stale.rght - 1)
    stale.save()
    assert Comment.objects.get(pk=stale.pk).rght == stale.rght - 1


def public(theirs, djangos):
    own = [name for name in dir(theirs) if name in vars(theirs) or not hasattr(djangos, name)]
    return {name for name in own if not name.startswith("_")} - {"Meta"}


def words(answer):
    """Nodes as their words, in any lists of lists."""
    if isinstance(answer, Comment | Stock):
        return answer.text
    if isinstance(answer, models.QuerySet | list | tuple):
        return [words(each) for each in answer]
    return answer


def rendered(template, forest):
    for name, model in (("MODEL", forest.model), ("NOTE", forest.related)):
        template = template.replace(name, model._meta.label)
    engine = Engine(builtins=[*Engine.default_builtins, "mptt.templatetags.mptt_tags"])
    context = Context({"all": forest.model.objects.all(), "some": forest.some()})
    return " ".join(engine.from_string(template).render(context).split())


def unsaved(node, method):
    try:
        return getattr(node, method)(*([node] if method in OF_A_PAIR else []))
    except ValueError:
        return ValueError
