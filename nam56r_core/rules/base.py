"""What a rule is, and what it may look at.

A rule reads facts and says findings; wording, severity and (where there is one) the cure are its
own. Must not know other rules, nor how findings are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from nam56r_core.alphabet import AUTHORED, Alphabet
from nam56r_core.changes import Fix, Path, Plain
from nam56r_core.diagnostics import About, Diagnostic, Location, RelatedInformation, Severity, Tag
from nam56r_core.dimensions.model import Dimension
from nam56r_core.dimensions.needed import asks_for_latent, needed
from nam56r_core.dimensions.resolve import Dimensions
from nam56r_core.export.bundle import Arg, Draft, Withheld, WithheldCause
from nam56r_core.export.emit import key_of
from nam56r_core.plan.model import Plan
from nam56r_core.recipe.extends import Inherited
from nam56r_core.recipe.model import Parallel, Recipe
from nam56r_core.recipe.origins import Origins
from nam56r_core.recipe.schema import opposite_of, other_name, sections_with_key
from nam56r_core.recipe.validate import FieldFault, FieldProblem, Reading
from nam56r_core.suppressions import SuppressedName, Suppression
from nam56r_core.syntax.pattern import AuthoredLetter, AuthoredPattern
from nam56r_core.syntax.tree import MappingNode, Node, ScalarNode, SyntaxProblemKind
from nam56r_core.targets.catalog import Catalog
from nam56r_core.targets.judgments import Judgment
from nam56r_core.targets.releases import UnknownTarget
from nam56r_core.targets.target import Target
from nam56r_core.targets.targets import Targets
from nam56r_core.text import TextRange

_ALL_ELSE_IS_READ = (SyntaxProblemKind.DUPLICATE_KEY, SyntaxProblemKind.UNFINISHED_KEY)
"""Problems that hide nothing but what they are about."""


class TargetSource(Enum):
    """Where the name of the target comes from."""

    RECIPE = "the recipe"
    CALLER = "`--target`"
    SETTINGS = "the project's settings"


@dataclass(frozen=True, slots=True)
class TargetChoice:
    """Which target was asked for and what that name led to.

    The caller's target replaces that of the recipe; that of the settings is for a recipe without
    one.
    """

    name: str | None
    target: Target | None
    unknown: UnknownTarget | None
    source: TargetSource

    @property
    def from_recipe(self) -> bool:
        return self.source is TargetSource.RECIPE

    @property
    def chosen_elsewhere(self) -> str:
        """Who chose the target, in brackets after a blank; empty if the recipe itself did."""
        return "" if self.from_recipe else f" (the target that {self.source.value} chooses)"


@dataclass(frozen=True, slots=True)
class KeyLocation:
    """A place of the recipe: by its keys, written or not, and where it is shown."""

    path: Path
    location: Location


@dataclass(frozen=True, eq=False)
class Facts:
    """Everything the stages found out about one recipe.

    `strict_defaults`: the project asks for every value to be written, so that a default of the
    release is an error.
    """

    inherited: Inherited
    origins: Origins
    reading: Reading
    pattern: AuthoredPattern | None
    choice: TargetChoice
    targets: Targets
    plan: Plan
    draft: Draft
    strict_defaults: bool = False

    @cached_property
    def dimensions(self) -> Dimensions:
        """The effective values, with the defaults of the release where the recipe has none."""
        return Dimensions(self.recipe, self.origins, self.catalog, self.may_hide)

    @cached_property
    def assumed_dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions that the layers read and that the release supplies, because no file does;
        in the order of the sections."""
        latent = asks_for_latent(self.plan) and not self.lacks_mla
        read = needed(self.plan, self.recipe, self.catalog, latent)
        found = (self.dimensions.get(path) for path in read)
        return tuple(one for one in found if one is not None and one.is_assumed)

    @property
    def recipe(self) -> Recipe:
        return self.reading.recipe

    @property
    def alphabet(self) -> Alphabet:
        """The alphabet of the pattern."""
        return self.pattern.alphabet if self.pattern else AUTHORED

    @property
    def target(self) -> Target | None:
        return self.choice.target

    @property
    def catalog(self) -> Catalog | None:
        return self.target.catalog if self.target else None

    def holds(self, judgment: Judgment) -> bool:
        """Whether a fact is true of the target; False without a target."""
        return self.target is not None and judgment.holds_for(self.target)

    @cached_property
    def is_whole(self) -> bool:
        """Whether everything that was written could be read, but for lines that hide only
        themselves. If not, what seems to be missing may only be unreadable."""
        unread = any(
            problem.kind not in _ALL_ELSE_IS_READ
            for tree in self.inherited.trees
            for problem in tree.problems
        )
        not_inherited = self.inherited.problems or self.is_misread(("extends",))
        return self.origins.root is not None and not unread and not not_inherited

    @property
    def unfinished_keys(self) -> frozenset[str]:
        """The keys that stand alone on a line, as while somebody types them."""
        return frozenset(
            _line_until(problem.location)
            for tree in self.inherited.trees
            for problem in tree.problems
            if problem.kind is SyntaxProblemKind.UNFINISHED_KEY
        )

    def is_unread(self, node: Node) -> bool:
        """Whether a value is only what is left of one that could not be read, which is another
        finding."""
        lines = node.source
        line = lines.line_of(node.range.start)
        is_empty = not node.range.length
        return any(
            problem.location == node.location
            or (is_empty and lines.line_of(problem.location.range.start) == line)
            for tree in self.inherited.trees
            if tree.source is node.source
            for problem in tree.problems
            if problem.kind is not SyntaxProblemKind.DUPLICATE_KEY
        )

    def is_misread(self, path: Path) -> bool:
        """Whether something in the section of a path does not fit the schema."""
        return path[:1] in self._misread_sections

    def unwritten(self, *paths: Path) -> tuple[Path, ...]:
        """Those of some paths at which the recipe has no value; a finding that takes their defaults
        for granted names them as `missing`."""
        return tuple(path for path in paths if self.setting(path) is None)

    def may_hide(self, path: Path) -> bool:
        """Whether a value that seems to be missing may be written where it could not be read."""
        return not self.is_whole or self.attempted(path) or self._has_unknown_key(path[:-1])

    def _has_unknown_key(self, section: Path) -> bool:
        """Whether a section holds a key that the schema does not know, which may be any of its
        keys."""
        return any(
            problem.fault is FieldFault.UNKNOWN_KEY
            and problem.path[:-1] == section
            and not self._is_empty(problem.path)
            for problem in self.reading.problems
        )

    @property
    def data_parallel_size(self) -> int:
        """How many copies of the model train side by side; without a known process count one,
        which is the most lenient."""
        torchrun = self.recipe.launch.torchrun if self.recipe.launch else None
        if torchrun is None or torchrun.nproc_per_node is None:
            return 1
        parallel = self.recipe.parallel or Parallel()
        model = (
            (parallel.tensor_model_parallel_size or 1)
            * (parallel.pipeline_model_parallel_size or 1)
            * (parallel.context_parallel_size or 1)
        )
        return max(1, torchrun.nproc_per_node * (torchrun.nnodes or 1) // model)

    @property
    def lacks_mla(self) -> bool:
        """Whether sparse attention is asked for without the MLA that it is built on. Which of the
        two was meant is another finding; what either asks of other settings waits for that."""
        block = self.recipe.A
        return block is not None and block.dsa is not None and not block.multi_latent_attention

    def setting(self, path: Path) -> object:
        """What the recipe says at a path of keys, None where it says nothing that fits."""
        value: object = self.recipe
        for part in path:
            if value is None:
                break
            value = getattr(value, str(part), None)
        return value

    @property
    def counts_layers(self) -> bool:
        """Whether the letters of the pattern may be counted: a character that names no layer, in
        either case, may have to go."""
        letters = self.pattern.letters if self.pattern else ()
        return all(letter.text.upper() in self.alphabet for letter in letters)

    @property
    def knows_layers(self) -> bool:
        """Whether the stack is the one that is meant: every letter names a layer, and there is a
        depth. Until then an index may be right, and a section or a seam may be needed after all."""
        letters = self.pattern.letters if self.pattern else ()
        return (
            bool(letters)
            and self.recipe.depth is not None
            and all(letter.text in self.alphabet for letter in letters)
        )

    def value(self, *path: str | int) -> KeyLocation:
        """Where a value stands, or the nearest key above it."""
        return KeyLocation(path, self.origins.value(path))

    def key(self, *path: str | int) -> KeyLocation:
        """Where a key stands, or the nearest key above it."""
        return KeyLocation(path, self.origins.key(path))

    def item(self, *path: str | int) -> KeyLocation:
        """Where an item of a list stands; a finding knows it by what it is, not by its position."""
        return KeyLocation(path[:-1], self.origins.value(path))

    def because(self, path: Path, message: str) -> tuple[RelatedInformation, ...]:
        """The setting that brings a finding about elsewhere, if the recipe says it."""
        return (RelatedInformation(self.origins.key(path), message),) if self.written(path) else ()

    def written(self, path: Path) -> bool:
        """Whether the recipe (or a base) says anything at a path; a null says nothing."""
        node = self.origins.node(path)
        return node is not None and not (isinstance(node, ScalarNode) and node.value is None)

    def is_refused(self, path: Path) -> bool:
        """Whether the target's parser refuses the value at a path, whatever else it would mean."""
        return any(
            item.cause is WithheldCause.BAD_VALUE and item.place.path == path
            for item in self.draft.withheld
        )

    def is_idle(self, path: Path) -> bool:
        """Whether a setting is left out because nothing would read it: what the target refuses
        beside it then does not matter."""
        return any(
            item.cause is WithheldCause.WITHOUT_EFFECT and item.place.path == path
            for item in self.draft.withheld
        )

    def attempted(self, path: Path) -> bool:
        """Whether the recipe says anything that is meant for a path, well or badly: a value of
        another type, a misspelt key, a key in another section, its flag in `extra_args`. What was
        said badly has its own finding; to call it missing as well would be two findings of one
        fault."""
        if self.setting(path) is not None or self.written(path) or path in self._said_by_flag:
            return True
        if any(str(key).startswith(word) for word in self.unfinished_keys for key in path):
            return True
        return any(
            path[: len(meant)] == meant and (path == meant or not self._is_empty(written))
            for meant, written in self._meant
        )

    @cached_property
    def _meant(self) -> tuple[tuple[Path, Path], ...]:
        """The paths that what does not fit the schema may be for, each with where it is written."""
        return tuple(
            (meant, problem.path) for problem in self.reading.problems for meant in _meant(problem)
        )

    @cached_property
    def _said_by_flag(self) -> frozenset[Path]:
        """The paths of keys that `extra_args` says by their flags (key-bypassed)."""
        if self.catalog is None:
            return frozenset()
        keys = (
            key_of(item.option, self.catalog)
            for item in self.draft.withheld
            if item.cause is WithheldCause.HAS_A_KEY
        )
        return frozenset(tuple(key.split(".")) for key in keys if key)

    @cached_property
    def _misread_sections(self) -> frozenset[Path]:
        return frozenset(meant[:1] for meant, _ in self._meant)

    def _is_empty(self, path: Path) -> bool:
        """Whether a section is there that says nothing, and so says no key badly, either."""
        node = self.origins.node(path)
        return isinstance(node, MappingNode) and not node.entries


def _line_until(location: Location) -> str:
    """The words of a line up to the end of a place on it."""
    source, end = location.source, location.range.end
    start = source.line_range(source.line_of(end)).start
    return source.slice(TextRange(start, end)).strip()


def _meant(problem: FieldProblem) -> Iterator[Path]:
    """The paths that what does not fit the schema may be for."""
    if problem.fault is not FieldFault.UNKNOWN_KEY:
        yield problem.path
        return
    *section, name = problem.path
    if problem.nearest:
        yield (*section, problem.nearest)
    for other in sections_with_key(str(name)):
        yield (*other, name)
    there = other_name(problem.path) or opposite_of(str(name))
    if there is not None:
        yield there


def place_of(item: Arg | Withheld) -> KeyLocation:
    """Where a setting stands that became an argument, or did not; a finding about an item of
    `extra_args` knows it by its option, not by its position."""
    path = item.place.path
    return KeyLocation(path[:-1] if isinstance(path[-1], int) else path, item.location)


def place_of_letter(letter: AuthoredLetter) -> KeyLocation:
    """Where a letter stands; the pattern is one value, so a finding says which letter it is."""
    return KeyLocation(("pattern",), letter.location)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule has to say, without the rule's name and severity.

    `identity` and `evidence` are those of `nam56r_core.diagnostics.About`. `absent_keys` are the
    keys whose absence is reported; any of them would resolve it.
    """

    message: str
    place: KeyLocation
    related: tuple[RelatedInformation, ...] = ()
    fixes: tuple[Fix, ...] = ()
    identity: tuple[Plain, ...] = ()
    evidence: tuple[Hashable, ...] = ()
    absent_keys: tuple[Path, ...] = ()
    severity: Severity | None = None
    """Set where this finding matters less than the rule's others: it depends on what the recipe
    does not say, such as the GPU."""


@dataclass(frozen=True, slots=True)
class Named:
    """What every rule has. `name` is the diagnostic code: it names the fault, not the cure; the
    rule's page has the same name."""

    name: str
    severity: Severity
    summary: str

    def diagnostic(
        self, finding: Finding, tag: Tag | None, from_broken_syntax: bool = False
    ) -> Diagnostic:
        """A finding under the rule's name and severity."""
        # A value of the recipe may hold line breaks; a message that quotes it may not.
        message = " ".join(finding.message.splitlines())
        return Diagnostic(
            self.name,
            finding.severity or self.severity,
            message,
            finding.place.location,
            finding.related,
            finding.fixes,
            tag,
            About(finding.place.path, finding.identity, finding.evidence),
            from_broken_syntax,
        )


@dataclass(frozen=True, slots=True)
class Rule(Named):
    """A rule about the recipe. `from_broken_syntax` is that of its findings.

    A finding that a key is absent is withheld while the key may be in a part that could not be
    read: it would report one fault twice. It lists those `absent_keys`, or the rule
    `reports_absence`: each of its findings is about something absent from its section.
    """

    check: Callable[[Facts], Iterable[Finding]]
    tag: Tag | None = None
    from_broken_syntax: bool = False
    reports_absence: bool = False

    def run(self, facts: Facts) -> list[Diagnostic]:
        if self.reports_absence and not facts.is_whole:
            return []
        return [
            self.diagnostic(finding, self.tag, self.from_broken_syntax)
            for finding in self.check(facts)
            if not self._may_be_unread(finding, facts)
        ]

    def _may_be_unread(self, finding: Finding, facts: Facts) -> bool:
        """Whether an absent key may be in a part of the recipe that could not be read."""
        if finding.absent_keys:
            return any(facts.may_hide(path) for path in finding.absent_keys)
        return self.reports_absence and facts.is_misread(finding.place.path)


@dataclass(frozen=True, slots=True)
class MetaRule(Named):
    """A rule about what the other rules found and what was done with it."""

    check: Callable[[SuppressionUse], Iterable[Finding]]
    tag: Tag | None = None

    def run(self, use: SuppressionUse) -> list[Diagnostic]:
        return [self.diagnostic(finding, self.tag) for finding in self.check(use)]


@dataclass(frozen=True, slots=True)
class SuppressionUse:
    """The suppressions of a recipe's own document, those of their names that accepted a finding,
    and the rules that were asked at all."""

    suppressions: tuple[Suppression, ...]
    used: frozenset[SuppressedName]
    enabled: frozenset[str]
