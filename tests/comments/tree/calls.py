"""How each public part of django-mptt is called, alike on comments and on stock nodes."""

from collections.abc import Callable
from typing import Any

from mptt import utils

from comments.models import Comment
from tests.comments.tree.stock import Forest

SELF = [{}, {"include_self": True}]

# On every node, on every pair of nodes, …
OF_A_NODE: dict[str, list[dict[str, Any]]] = {
    "get_ancestors": [*SELF, *({"ascending": True} | each for each in SELF)],
    "get_children": [{}],
    "get_descendant_count": [{}],
    "get_descendants": SELF,
    "get_family": [{}],
    "get_leafnodes": SELF,
    "get_level": [{}],
    "get_next_sibling": [{}, {"text__gt": "2"}],
    "get_previous_sibling": [{}, {"text__lt": "2"}],
    "get_root": [{}],
    "get_siblings": SELF,
    "is_child_node": [{}],
    "is_leaf_node": [{}],
    "is_root_node": [{}],
}
OF_A_PAIR = {"is_ancestor_of": SELF, "is_descendant_of": SELF}

# … on the manager, …
OF_THE_MANAGER: dict[str, Callable[[Forest, Any], Any]] = {
    "add_related_count": lambda forest, some: [
        [(node, node.notes) for node in forest.with_notes(some, cumulative=each)]
        for each in (False, True)
    ],
    "contribute_to_class": lambda forest, _: forest.model._tree_manager is forest.model.objects,
    "get_cached_trees": lambda forest, _: nested(forest.model.objects.get_cached_trees()),
    "get_queryset": lambda forest, _: forest.model.objects.get_queryset(),
    "get_queryset_ancestors": lambda forest, some: [
        forest.model.objects.get_queryset_ancestors(some, **each) for each in SELF
    ],
    "get_queryset_descendants": lambda forest, some: [
        forest.model.objects.get_queryset_descendants(some, **each) for each in SELF
    ],
    "left_attr": lambda forest, _: forest.model.objects.left_attr,
    "level_attr": lambda forest, _: forest.model.objects.level_attr,
    "parent_attr": lambda forest, _: forest.model.objects.parent_attr,
    "right_attr": lambda forest, _: forest.model.objects.right_attr,
    "root_node": lambda forest, some: [
        forest.model.objects.root_node(node.tree_id) for node in some
    ],
    "root_nodes": lambda forest, _: forest.model.objects.root_nodes(),
    "tree_id_attr": lambda forest, _: forest.model.objects.tree_id_attr,
}
# … on a queryset, as functions and in templates.
OF_A_QUERYSET: dict[str, Callable[[Forest, Any], Any]] = {
    "get_ancestors": lambda _, some: [some.get_ancestors(**each) for each in SELF],
    "get_cached_trees": lambda _, some: nested(some.get_cached_trees()),
    "get_descendants": lambda _, some: [some.get_descendants(**each) for each in SELF],
}
OF_UTILS: dict[str, Callable[[Forest, Any], Any]] = {
    "drilldown_tree_for_node": lambda _, some: [
        list(utils.drilldown_tree_for_node(node, all_descendants=each))
        for node in some
        for each in (False, True)
    ],
    "get_cached_trees": lambda forest, _: nested(utils.get_cached_trees(forest.nodes())),
    "previous_current_next": lambda _, some: list(utils.previous_current_next(some)),
    "tree_item_iterator": lambda forest, _: list(
        utils.tree_item_iterator(forest.model.objects.all(), ancestors=True, callback=str)
    ),
}
OF_TEMPLATES = {
    "cache_tree_children": """{% for node in all|cache_tree_children %}{{ node.text }}:
        {% for child in node.get_children %}{{ child.text }} {% endfor %}{% endfor %}""",
    "drilldown_tree_for_node": """{% for one in some %}{{ one.text }}:
        {% drilldown_tree_for_node one as near cumulative count NOTE.comment in notes %}
        {% for node in near %}{{ node.text }} {{ node.notes }} {% endfor %}{% endfor %}""",
    "full_tree_for_model": """{% full_tree_for_model MODEL as nodes %}
        {% for node in nodes %}{{ node.text }} {% endfor %}""",
    "recursetree": """{% recursetree all %}{{ node.text }}
        {% if not node.is_leaf_node %}({{ children }}){% endif %}{% endrecursetree %}""",
    "tree_info": """{% for node, about in all|tree_info %}
        {{ about.new_level }} {{ node.text }} {{ about.closed_levels }}{% endfor %}""",
    "tree_path": """{% for one in some %}{{ one.get_ancestors|tree_path:" / " }};{% endfor %}""",
}

# What comments refuse, in each of the ways that lead there, and what is said to use instead.
MOVE, POST, STORE = "actions.move", "actions.post", "exchange.store"
REPAIR, ACTIONS = "check_threads --repair", "comments.actions"
REFUSED: dict[tuple[str, str], tuple[str, Callable[[dict[str, Comment]], Any]]] = {
    ("delete", "one"): (ACTIONS, lambda c: c["c"].delete()),
    ("delete", "many"): (ACTIONS, lambda _: Comment.objects.filter(text="c").delete()),
    ("delete", "what answers"): (ACTIONS, lambda c: c["b"].children.all().delete()),
    ("move_to", ""): (MOVE, lambda c: c["c"].move_to(c["f"])),
    ("move_node", ""): (MOVE, lambda c: Comment.objects.move_node(c["c"], c["f"])),
    ("save", "a reply elsewhere"): (MOVE, lambda c: beneath(c["c"], c["f"]).save()),
    ("save", "a reply as a thread"): (MOVE, lambda c: beneath(c["c"], None).save()),
    ("save", "a thread as a reply"): (MOVE, lambda c: beneath(c["g"], c["f"]).save()),
    ("save", "without a place"): (POST, lambda c: Comment(parent=c["f"], text="new").save()),
    ("objects", "create"): (POST, lambda c: Comment.objects.create(parent=c["f"], text="new")),
    ("insert_at", ""): (POST, lambda c: Comment(text="new").insert_at(c["f"], save=True)),
    ("insert_node", ""): (POST, lambda c: Comment.objects.insert_node(Comment(), c["f"])),
    ("rebuild", ""): (REPAIR, lambda _: Comment.objects.rebuild()),
    ("partial_rebuild", ""): (
        *(REPAIR, lambda c: Comment.objects.partial_rebuild(c["a"].tree_id)),
    ),
    ("build_tree_nodes", ""): (STORE, lambda _: Comment.objects.build_tree_nodes({"text": "new"})),
    ("delay_mptt_updates", ""): (STORE, lambda _: Comment.objects.delay_mptt_updates()),
    ("disable_mptt_updates", ""): (STORE, lambda _: Comment.objects.disable_mptt_updates()),
    ("as_manager", ""): ("Comment.objects", lambda _: type(Comment.objects.all()).as_manager()),
}


def beneath(comment: Comment, parent: Comment | None) -> Comment:
    comment.parent = parent
    return comment


def nested(nodes: list[Any]) -> list[Any]:
    return [[node, nested(node.get_children())] for node in nodes]
