"""What the README says of the rooms: each imports only from those above it."""

import ast
from pathlib import Path

ORDER = [
    *("people rules", "tree", "querysets", "models"),
    *("exchange", "actions", "views", "moderation"),
]
ROOMS = {name: place for place, names in enumerate(ORDER) for name in names.split()}
MODULES = {
    ".".join(path.with_suffix("").parts).removesuffix(".__init__"): path
    for path in Path("comments").rglob("*.py")
    if "migrations" not in path.parts
}


def named(node):
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


IMPORTS = {
    module: {name for node in ast.parse(path.read_text()).body for name in named(node)}
    & MODULES.keys()
    for module, path in MODULES.items()
}


def reached(module, known):
    for other in IMPORTS[module] - known:
        known.add(other)
        reached(other, known)
    return known


def place(module):
    return ROOMS.get(module.split(".")[1]) if "." in module else None


def test_each_room_needs_only_those_above_it():
    above = {module: place(module) for module in MODULES if place(module) is not None}
    assert len(set(above.values())) == len(ORDER)
    wrong = {
        (module, other)
        for module, own in above.items()
        for other in reached(module, set())
        if above.get(other, own) > own
    }
    assert wrong == set()


def test_no_module_needs_itself():
    assert [module for module in MODULES if module in reached(module, set())] == []


def test_what_calls_itself_pure_knows_no_django():
    pure = [module for module, path in MODULES.items() if "Pure" in _said(path)]
    known = {module: {module, *reached(module, set())} for module in pure}
    assert len(pure) > 1
    assert {module for module in pure for each in known[module] if _asks_django(each)} == set()


def _said(path):
    return ast.get_docstring(ast.parse(path.read_text())) or ""


def _asks_django(module):
    body = ast.parse(MODULES[module].read_text()).body
    return any(name.split(".")[0] == "django" for node in body for name in named(node))
