"""Field masks: `fields=sheets(properties.title,data/rowData)` and what it leaves of an answer."""

from collections.abc import Mapping
from typing import Any, TypeAlias

Tree: TypeAlias = dict[str, "Tree"]
"""The fields to keep, by name; an empty tree keeps all below; `*` stands for every name."""


class MaskInvalid(ValueError):  # noqa: N818 - the domain's word, not a suffix
    """The mask cannot be read."""


def parse(text: str) -> Tree:
    """A mask as a tree. Raises MaskInvalid."""
    tree: Tree = {}
    rest = _selections(text, 0, tree)
    if rest != len(text):
        raise MaskInvalid(text)
    return tree


def _selections(text: str, at: int, tree: Tree) -> int:
    while True:
        at = _selection(text, at, tree)
        if at >= len(text) or text[at] != ",":
            return at
        at += 1


def _selection(text: str, at: int, tree: Tree) -> int:
    branch = tree
    while True:
        end = at
        while end < len(text) and text[end] not in ",()./":
            end += 1
        name = text[at:end].strip()
        if not name:
            raise MaskInvalid(text)
        whole = name in branch and not branch[name]
        branch = {} if whole else branch.setdefault(name, {})
        if end < len(text) and text[end] in "./":
            at = end + 1
            continue
        if end < len(text) and text[end] == "(":
            end = _selections(text, end + 1, branch)
            if end >= len(text) or text[end] != ")":
                raise MaskInvalid(text)
            return end + 1
        branch.clear()
        return end


def apply(tree: Tree, content: Any) -> Any:
    """What a mask leaves of an answer; lists are looked into, the order of the answer stays."""
    if not tree:
        return content
    if isinstance(content, list | tuple):
        return [apply(tree, each) for each in content]
    if not isinstance(content, Mapping):
        return content
    kept = {}
    for name, value in content.items():
        branch = tree.get(name, tree.get("*"))
        if branch is not None:
            kept[name] = apply(branch, value) if branch else value
    return kept
