"""Inheritance: a recipe starts from the values of others.

Mappings merge key by key; scalars and lists replace. Every node keeps the document it came from.
Must not know where documents are kept: the caller hands in a loader, and no key but `extends`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from nam56r_core.diagnostics import Location
from nam56r_core.syntax.language import SyntaxTree
from nam56r_core.syntax.languages import language_of
from nam56r_core.syntax.tree import Entry, MappingNode, Node, ScalarNode, SequenceNode
from nam56r_core.text import SourceText


class ExtendsFault(Enum):
    """Why a base recipe could not be used."""

    CYCLE = "cycle"
    OUTSIDE_PROJECT = "outside the project"
    NOT_FOUND = "not found"
    UNREADABLE = "unreadable"
    NOT_A_RECIPE = "not a recipe"


@dataclass(frozen=True, slots=True)
class LoadedDocument:
    """A document that was found; `identity` is equal for two references to the same file."""

    identity: str
    tree: SyntaxTree

    @classmethod
    def read(cls, name: str, data: bytes) -> LoadedDocument:
        """The document of a file: UTF-8 text in YAML, TOML or JSON, by the end of its name
        (`.yaml`, `.yml`, `.toml`, `.json`), which is its identity too.

        Raises `ValueError` for any other name. Errors in the text are findings of the analysis.
        """
        language = language_of(name)
        if language is None:
            raise ValueError(f"{name!r} does not end in .yaml, .yml, .toml or .json")
        return cls(name, language.parse(SourceText(name, data)))


@dataclass(frozen=True, slots=True)
class NotLoaded:
    """A reference that led nowhere; `detail` says more (a path, a system message)."""

    fault: ExtendsFault
    detail: str


Loader = Callable[[str, str], LoadedDocument | NotLoaded]
"""Called with the identity of the document that names a base, and the reference as written."""


def no_bases(identity: str, reference: str) -> NotLoaded:
    """A loader for recipes that extend nothing: every base is not found."""
    return NotLoaded(ExtendsFault.NOT_FOUND, reference)


@dataclass(frozen=True, slots=True)
class ExtendsProblem:
    """A base that could not be used, at the reference that named it. `of_itself`: a recipe names
    itself, the shortest of all cycles."""

    fault: ExtendsFault
    reference: str
    detail: str
    location: Location
    of_itself: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Inherited:
    """A recipe with its bases merged in.

    `root` is None when the recipe itself holds no mapping; `base` is what its bases say together,
    None where it has none; `trees` are all documents that were read, the recipe first.
    """

    root: MappingNode | None
    base: MappingNode | None
    trees: tuple[SyntaxTree, ...]
    problems: tuple[ExtendsProblem, ...]


def inherit(document: LoadedDocument, load: Loader) -> Inherited:
    """Merge a recipe with everything it extends, bases first, later bases over earlier ones."""
    resolver = _Resolver(load)
    root = resolver.resolve(document, ())
    base = resolver.bases.get(document.identity)
    return Inherited(root, base, tuple(resolver.trees), tuple(resolver.problems))


MAX_CHAIN = 64
"""Bases of bases that are followed; a longer chain is reported as a cycle would be."""


class _Resolver:
    def __init__(self, load: Loader) -> None:
        self.load = load
        self.trees: list[SyntaxTree] = []
        self.problems: list[ExtendsProblem] = []
        self.read: dict[str, MappingNode | None] = {}
        self.bases: dict[str, MappingNode] = {}
        self.names: dict[str, str] = {}

    def resolve(self, document: LoadedDocument, chain: tuple[str, ...]) -> MappingNode | None:
        if document.identity in self.read:
            return self.read[document.identity]
        self.names[document.identity] = document.tree.source.name
        self.trees.append(document.tree)
        own = document.tree.root
        if not isinstance(own, MappingNode):
            self.read[document.identity] = None
            return None
        chain = (*chain, document.identity)
        found = [self._base(reference, chain) for reference in references(own)]
        bases = [base for base in found if base is not None]
        result = own
        if bases:
            self.bases[document.identity] = base = _without_extends(merge(bases))
            result = merge([base, own])
        self.read[document.identity] = result
        return result

    def _base(self, reference: ScalarNode, chain: tuple[str, ...]) -> MappingNode | None:
        found = self.load(chain[-1], str(reference.value))
        if isinstance(found, NotLoaded):
            self._problem(found.fault, reference, found.detail)
            return None
        if found.identity in chain or len(chain) >= MAX_CHAIN:
            start = chain.index(found.identity) if found.identity in chain else 0
            names = [self.names[identity] for identity in chain[start:]]
            circle = " → ".join((*names, found.tree.source.name))
            of_itself = found.identity == chain[-1]
            self._problem(ExtendsFault.CYCLE, reference, circle, of_itself=of_itself)
            return None
        base = self.resolve(found, chain)
        if base is None:
            self._problem(ExtendsFault.NOT_A_RECIPE, reference, found.tree.source.name)
        return base

    def _problem(
        self, fault: ExtendsFault, reference: ScalarNode, detail: str, *, of_itself: bool = False
    ) -> None:
        self.problems.append(
            ExtendsProblem(fault, str(reference.value), detail, reference.location, of_itself)
        )


def references(root: MappingNode) -> Iterator[ScalarNode]:
    """The bases a recipe names, in order; values that are no strings are validation's to report."""
    node = root.get("extends")
    candidates: tuple[Node, ...] = (
        node.items if isinstance(node, SequenceNode) else (node,) if node else ()
    )
    for candidate in candidates:
        if (
            isinstance(candidate, ScalarNode)
            and isinstance(candidate.value, str)
            and candidate.value
        ):
            yield candidate


def merge(layers: list[MappingNode]) -> MappingNode:
    """Mappings with the entries of each on top of those before it; the place of the result is that
    of the last. All at once: one after the other, what has come together is copied every time."""
    if len(layers) == 1:
        return layers[0]
    written: dict[str, list[Entry]] = {}
    for layer in layers:
        for entry in layer.entries:
            below = written.setdefault(entry.name, [])
            if below and not (
                isinstance(below[-1].value, MappingNode) and isinstance(entry.value, MappingNode)
            ):
                below.clear()
            below.append(entry)
    over = layers[-1]
    return MappingNode(tuple(map(_merged, written.values())), over.source, over.range)


def _merged(entries: list[Entry]) -> Entry:
    """One entry, or several of one name with mappings that are merged."""
    if len(entries) == 1:
        return entries[0]
    values = [entry.value for entry in entries if isinstance(entry.value, MappingNode)]
    return Entry(entries[-1].key, merge(values))


def _without_extends(root: MappingNode) -> MappingNode:
    """A base's own `extends` is resolved against the base and must not pass for the heir's."""
    kept = tuple(entry for entry in root.entries if entry.name != "extends")
    return MappingNode(kept, root.source, root.range)
