"""The order in which things that need each other can be done."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def components(nodes: Iterable[T], needs: Callable[[T], Sequence[T]]) -> list[list[T]]:
    """The nodes, each after all that it needs; those that need each other in a circle are together in one list.

    Tarjan's algorithm for strongly connected components, without recursion.
    """
    order: dict[T, int] = {}
    low: dict[T, int] = {}
    open_: dict[T, None] = {}
    found: list[list[T]] = []
    for start in nodes:
        if start in order:
            continue
        path: list[tuple[T, Iterator[T]]] = [_opened(start, order, low, open_, needs)]
        while path:
            node, waiting = path[-1]
            for other in waiting:
                if other not in order:
                    path.append(_opened(other, order, low, open_, needs))
                    break
                if other in open_:
                    low[node] = min(low[node], order[other])
            else:
                path.pop()
                if path:
                    above = path[-1][0]
                    low[above] = min(low[above], low[node])
                if low[node] == order[node]:
                    found.append(_closed(node, open_))
    return found


def _opened(
    node: T, order: dict[T, int], low: dict[T, int], open_: dict[T, None], needs: Callable[[T], Sequence[T]]
) -> tuple[T, Iterator[T]]:
    order[node] = low[node] = len(order)
    open_[node] = None
    return node, iter(needs(node))


def _closed(node: T, open_: dict[T, None]) -> list[T]:
    """The nodes opened since `node`, with it, which are one component."""
    together: list[T] = []
    while True:
        last, _ = open_.popitem()
        together.append(last)
        if last == node:
            return together
