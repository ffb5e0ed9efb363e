"""django-mptt's manager with gap-numbered intervals: what counts bounds is asked differently."""

from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    # django-mptt carries no types.
    from django.db.models import Manager

    MpttManager = Manager[Any]
else:
    from mptt.managers import TreeManager as MpttManager


class UseActions(TypeError):
    """Raised by those parts of django-mptt that would renumber or delete behind our back."""

    def __init__(self, instead: str) -> None:
        super().__init__(f"Not for comments: {instead}")


class TreeManager(MpttManager):
    """Reads like django-mptt's manager; writes go through comments.actions."""

    def insert_node(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise UseActions("post through comments.actions.post")

    def move_node(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise UseActions("move through comments.actions.move")

    # What saving a comment with another parent comes to.
    _move_node = move_node

    def rebuild(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise UseActions("run manage.py check_threads --repair")

    partial_rebuild = rebuild

    def build_tree_nodes(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise UseActions("store many comments by comments.exchange.store")

    def delay_mptt_updates(self) -> NoReturn:
        raise UseActions("store many comments by comments.exchange.store")

    disable_mptt_updates = delay_mptt_updates
