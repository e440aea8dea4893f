"""Explains Megatron's flags, from the catalogs: what they take, where they are, what changed.

Must not know any recipe, only which key lowers to a flag.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

from nam56r_core import glossary
from nam56r_core.explain.flag_words import changed, takes
from nam56r_core.explain.model import FlagFacts, Link, Meaning, ReleaseChange, Topic
from nam56r_core.explain.terms import links_to
from nam56r_core.explain.wording import bullets, ticked
from nam56r_core.export.emit import PLAN_OPTIONS, WRITTEN_BY_THE_PLAN, said_instead
from nam56r_core.export.settings import IN_NO_RELEASE, feature_of, keys_by_option
from nam56r_core.targets.catalog import Catalog
from nam56r_core.targets.diff import FieldChange, diff
from nam56r_core.targets.judgments import (
    IN_HYBRID_STACKS,
    PATTERN_UNCHECKED_UNTIL_BUILD,
    not_for_hybrid_stacks,
)
from nam56r_core.targets.releases import (
    RELEASES,
    Release,
    all_catalogs,
    load,
    only_with_modelopt,
    release_index,
    release_of,
    releases_with_flag,
)
from nam56r_core.targets.spans import releases_in_words


def names(target: Catalog | None = None) -> tuple[str, ...]:
    """The flags of a release, or of all, each under the first of its names, alphabetically."""
    catalogs = all_catalogs() if target is None else (target,)
    return tuple(sorted({flag.name for catalog in catalogs for flag in catalog.flags}))


def spellings() -> tuple[str, ...]:
    """Every option string of every release."""
    return tuple(sorted({option for catalog in all_catalogs() for option in catalog.options}))


def find(name: str) -> tuple[str, ...]:
    """The option of this name: `--num-experts`, `num-experts`, `num_experts`, also with a value
    behind `=`."""
    option = name.partition("=")[0]
    if not option.startswith("--"):
        option = "--" + option.replace("_", "-")
    return (option,) if releases_with_flag(option) else ()


def key_instead(name: str) -> str | None:
    """The recipe key for what a flag of no release is meant to do, where that is known."""
    return IN_NO_RELEASE.get(name.partition("=")[0])


def describe(option: str, target: Catalog | None = None) -> Meaning:
    """A flag as the target takes it, or else as the newest release that has it does; raises
    `KeyError` for an option of no release."""
    releases = releases_with_flag(option)
    if not releases:
        raise KeyError(option)
    newest = load(releases[-1])
    shown = newest if target is None else target
    form = shown.flag(option)
    facts = FlagFacts(
        release=shown.tag if form else None,
        form=form,
        releases=tuple(release.tag for release in releases),
        deprecated=tuple(release.tag for release in _deprecated(option)),
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


def choices_of(option: str, target: Catalog | None) -> Iterator[tuple[str, str]]:
    """What the parser takes for an option that takes only some words, as a labelled line."""
    releases = releases_with_flag(option)
    if not releases:
        return
    catalog = load(releases[-1]) if target is None else target
    form = catalog.flag(option)
    if form is not None and form.choices:
        yield f"Words in {release_of(catalog).name}", ticked(form.choices)


def _body(facts: FlagFacts, option: str, target: Catalog | None) -> Iterator[str]:
    others: tuple[str, ...] = ()
    if facts.form is not None:
        yield takes(facts.form)
        others = tuple(name for name in facts.form.options if name != option)
    elif target is not None:
        yield f"Not in {target.tag}."
    deprecated = _deprecated(option)
    yield bullets(
        (
            ("Releases", releases_in_words(releases_with_flag(option))),
            ("Other names", ticked(others)),
            ("Superseded", _superseded(option)),
            ("Deprecated", releases_in_words(deprecated) if deprecated else ""),
            ("Recipe key", f"`{facts.key}`" if facts.key else ""),
            ("In a recipe", _place(option, facts)),
            ("Hybrid stacks", facts.hybrid_stacks or ""),
            ("Its pattern", _unchecked(option)),
        )
    )
    lines = [(_name(change.release), _changed(option, change)) for change in facts.changes]
    if any(text for _, text in lines):
        yield "## Changes"
        yield bullets(lines)


def _changed(option: str, change: ReleaseChange) -> str:
    flag = load(_release(change.release)).flag(option)
    return changed(flag, change.changes) if flag is not None else ""


def _name(tag: str) -> str:
    return _release(tag).name


def _release(tag: str) -> Release:
    return RELEASES[release_index(tag)]


def _place(option: str, facts: FlagFacts) -> str:
    """How a recipe says it where no key of the same name does."""
    if facts.key is not None:
        return ""
    if option in WRITTEN_BY_THE_PLAN:
        return f"only the plan writes it, from {said_instead(option)}"
    if facts.set_by_plan:
        return f"nothing writes it: what it says of the stack is said by {said_instead(option)}"
    if only_with_modelopt(option):
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
        release_of(catalog)
        for catalog in all_catalogs()
        if catalog.pattern.flag == option and PATTERN_UNCHECKED_UNTIL_BUILD.holds_for(catalog)
    ]
    if not found:
        return ""
    return f"checked in construction only, on the GPU node ({releases_in_words(found)})"


def _superseded(option: str) -> str:
    """By which flag of the pattern an older one is replaced, and where."""
    by: dict[str, list[Release]] = {}
    for catalog in all_catalogs():
        if catalog.pattern.superseded_flag == option:
            by.setdefault(catalog.pattern.flag, []).append(release_of(catalog))
    return ", ".join(f"by `{flag}` {releases_in_words(found)}" for flag, found in by.items())


def _links(option: str, facts: FlagFacts) -> Iterator[Link]:
    yield from links_to(glossary.about_flag(option))
    if facts.key is not None:
        yield Link(Topic.KEY, facts.key)


def _deprecated(option: str) -> tuple[Release, ...]:
    """The releases that call an option deprecated."""
    found = []
    for release in releases_with_flag(option):
        flag = load(release).flag(option)
        if flag is not None and flag.deprecated:
            found.append(release)
    return tuple(found)


def _changes(option: str, releases: tuple[Release, ...]) -> Iterator[ReleaseChange]:
    for release in releases:
        changes = _history()[release].get(option)
        if changes:
            yield ReleaseChange(release.tag, changes)


@cache
def _history() -> Mapping[Release, Mapping[str, tuple[FieldChange, ...]]]:
    """What each release changed about the flags of the one before it, by option string."""
    history: dict[Release, Mapping[str, tuple[FieldChange, ...]]] = {
        release_of(all_catalogs()[0]): {}
    }
    for old, new in pairwise(all_catalogs()):
        history[release_of(new)] = {
            option: change.changes
            for change in diff(old, new).flags_changed
            if (flag := new.flag(change.option)) is not None
            for option in flag.options
            if old.flag(option) is not None
        }
    return history
