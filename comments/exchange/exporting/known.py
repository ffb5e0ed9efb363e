"""The formats that can be written."""

from collections.abc import Callable, Iterator

from comments.exchange.exporting import disqus, document, own, wxr
from comments.exchange.exporting.scope import Scope

Count = Callable[[str], object]


FORMATS: dict[str, Callable[[Scope, Count], Iterator[str]]] = {
    "jsonl": own.pieces,
    "wxr": wxr.pieces,
    "disqus": disqus.pieces,
    "text": document.pieces,
}
