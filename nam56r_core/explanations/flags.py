"""Explains Megatron's flags, from the catalogs: what they take, where they are, what changed.

Must not know any recipe, only which key lowers to a flag.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

from nam56r_core import glossary
from nam56r_core.explanations.flag_words import changed, takes
from nam56r_core.explanations.model import FlagFacts, Link, Meaning, ReleaseChange, Topic
from nam56r_core.explanations.terms import links_to
from nam56r_core.explanations.wording import bullets, ticked
from nam56r_core.export.emit import PLAN_OPTIONS, WRITTEN_BY_THE_PLAN, said_instead
from nam56r_core.export.settings import IN_NO_RELEASE, feature_of, keys_by_option
from nam56r_core.targets.diff import FieldChange, diff
from nam56r_core.targets.judgments import (
    IN_HYBRID_STACKS,
    PATTERN_UNCHECKED_UNTIL_BUILD,
    not_for_hybrid_stacks,
)
from nam56r_core.targets.releases import release_named
from nam56r_core.targets.target import Target
from nam56r_core.targets.targets import KNOWN, known_target


def names(target: Target | None = None) -> tuple[str, ...]:
    """The flags of a target, or of all, each under the first of its names, alphabetically."""
    catalogs = KNOWN.catalogs if target is None else (target.catalog,)
    return tuple(sorted({flag.name for catalog in catalogs for flag in catalog.flags}))


def spellings() -> tuple[str, ...]:
    """Every option string of every release."""
    return tuple(sorted({option for catalog in KNOWN.catalogs for option in catalog.options}))


def find(name: str, target: Target | None = None) -> tuple[str, ...]:
    """The option of this name: `--num-experts`, `num-experts`, `num_experts`, also with a value
    behind `=`."""
    option = name.partition("=")[0]
    if not option.startswith("--"):
        option = "--" + option.replace("_", "-")
    return (option,) if _having(option, target) else ()


def key_instead(name: str) -> str | None:
    """The recipe key for what a flag of no release is meant to do, where that is known."""
    return IN_NO_RELEASE.get(name.partition("=")[0])


def describe(option: str, target: Target | None = None) -> Meaning:
    """A flag as the target takes it, or else as the newest release that has it does; raises
    `KeyError` for an option that neither the target nor any release has."""
    having = _having(option, target)
    if not having:
        raise KeyError(option)
    releases = KNOWN.with_flag(option)
    shown = having[-1] if target is None else target
    form = shown.catalog.flag(option)
    facts = FlagFacts(
        release=shown.name if form else None,
        form=form,
        releases=tuple(release.name for release in releases),
        deprecated=tuple(release.name for release in _deprecated(option)),
        key=keys_by_option().get(option),
        set_by_plan=option in PLAN_OPTIONS,
        hybrid_stacks=not_for_hybrid_stacks(option) or IN_HYBRID_STACKS.get(option),
        changes=() if target is not None else tuple(_changes(option, releases)),
    )
    return Meaning(
        topic=Topic.FLAG,
        name=option,
        title=f"`{option}` (Megatron-LM flag)",
        body="\n\n".join(_body(facts, option, target)),
        links=tuple(_links(option, facts)),
        facts=facts,
    )


def choices_of(option: str, target: Target | None) -> Iterator[tuple[str, str]]:
    """What the parser takes for an option that takes only some words, as a labelled line."""
    having = _having(option, target)
    if not having:
        return
    shown = having[-1] if target is None else target
    form = shown.catalog.flag(option)
    if form is not None and form.choices:
        yield f"Words in {shown.short_name}", ticked(form.choices)


def _having(option: str, target: Target | None) -> tuple[Target, ...]:
    """The releases that have an option, and behind them a target that is no release, if it has
    it too."""
    releases = KNOWN.with_flag(option)
    if target is None or target in releases or target.catalog.flag(option) is None:
        return releases
    return (*releases, target)


def _body(facts: FlagFacts, option: str, target: Target | None) -> Iterator[str]:
    others: tuple[str, ...] = ()
    if facts.form is not None:
        yield takes(facts.form)
        others = tuple(name for name in facts.form.options if name != option)
    elif target is not None:
        yield f"Not in {target.name}."
    deprecated = _deprecated(option)
    yield bullets(
        (
            ("Releases", KNOWN.in_words(KNOWN.with_flag(option))),
            ("Other names", ticked(others)),
            ("Superseded", _superseded(option)),
            ("Deprecated", KNOWN.in_words(deprecated) if deprecated else ""),
            ("Recipe key", f"`{facts.key}`" if facts.key else ""),
            ("In a recipe", _place(option, facts)),
            ("Hybrid stacks", facts.hybrid_stacks or ""),
            ("Its pattern", _unchecked(option)),
        )
    )
    lines = [
        (_release(change.release).short_name, _changed(option, change)) for change in facts.changes
    ]
    if any(text for _, text in lines):
        yield "## Changes"
        yield bullets(lines)


def _changed(option: str, change: ReleaseChange) -> str:
    flag = _release(change.release).catalog.flag(option)
    return changed(flag, change.changes) if flag is not None else ""


def _release(tag: str) -> Target:
    return known_target(release_named(tag))


def _place(option: str, facts: FlagFacts) -> str:
    """How a recipe says it where no key of the same name does."""
    if facts.key is not None:
        return ""
    if option in WRITTEN_BY_THE_PLAN:
        return f"only the plan writes it, from {said_instead(option)}"
    if facts.set_by_plan:
        return f"nothing writes it: what it says of the stack is said by {said_instead(option)}"
    if KNOWN.only_with_modelopt(option):
        return "withheld, as it exists only with nvidia-modelopt; pass it by hand"
    feature = feature_of(option)
    if feature is not None:
        return (
            f"`features.{feature}` asks for what it is about, and the code that `seams.hooks."
            f"{feature}` declares does it"
        )
    if not_for_hybrid_stacks(option) is None:
        return "it has no key of its own; `extra_args` takes it"
    return ""


def _unchecked(option: str) -> str:
    """Where nothing looks at the pattern that a flag takes before the model is built."""
    found = [
        release
        for release in KNOWN
        if release.catalog.pattern.flag == option
        and PATTERN_UNCHECKED_UNTIL_BUILD.holds_for(release)
    ]
    if not found:
        return ""
    return f"checked in construction only, on the GPU node ({KNOWN.in_words(found)})"


def _superseded(option: str) -> str:
    """By which flag of the pattern an older one is replaced, and where."""
    by: dict[str, list[Target]] = {}
    for release in KNOWN:
        pattern = release.catalog.pattern
        if pattern.superseded_flag == option:
            by.setdefault(pattern.flag, []).append(release)
    return ", ".join(f"by `{flag}` {KNOWN.in_words(found)}" for flag, found in by.items())


def _links(option: str, facts: FlagFacts) -> Iterator[Link]:
    yield from links_to(glossary.about_flag(option))
    if facts.key is not None:
        yield Link(Topic.KEY, facts.key)


def _deprecated(option: str) -> tuple[Target, ...]:
    """The releases that call an option deprecated."""
    found = []
    for release in KNOWN.with_flag(option):
        flag = release.catalog.flag(option)
        if flag is not None and flag.deprecated:
            found.append(release)
    return tuple(found)


def _changes(option: str, releases: tuple[Target, ...]) -> Iterator[ReleaseChange]:
    for release in releases:
        changes = _history()[release.name].get(option)
        if changes:
            yield ReleaseChange(release.name, changes)


@cache
def _history() -> Mapping[str, Mapping[str, tuple[FieldChange, ...]]]:
    """What each release, by its name, changed about the flags of the one before it, by option
    string."""
    oldest, *_ = KNOWN.names
    history: dict[str, Mapping[str, tuple[FieldChange, ...]]] = {oldest: {}}
    for old, new in pairwise(KNOWN.catalogs):
        history[new.tag] = {
            option: change.changes
            for change in diff(old, new).flags_changed
            if (flag := new.flag(change.option)) is not None
            for option in flag.options
            if old.flag(option) is not None
        }
    return history
