"""The catalog documents: their form, and what is said about broken ones."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nam56r_core._resources import bundled_names, catalog_text
from nam56r_core.targets.catalog import FlagAction
from nam56r_core.targets.converters import KNOWN_CONVERTERS
from nam56r_core.targets.encoding import catalog_from_json, catalog_to_json
from nam56r_core.targets.releases import RELEASES, load
from nam56r_core.targets.targets import KNOWN

each_tag = pytest.mark.parametrize("tag", [release.tag for release in RELEASES])


def test_there_is_a_document_for_every_release_and_no_other() -> None:
    documents = bundled_names("targets", "data", suffix=".json")
    assert documents == tuple(sorted(release.tag for release in RELEASES))


@each_tag
def test_document_reads_and_writes_to_the_same_bytes(tag: str) -> None:
    text = catalog_text(tag)
    assert catalog_to_json(catalog_from_json(text)) == text


def test_flags_that_python_holds_for_equal_stay_what_they_are() -> None:
    """Catalogs share flags that are the same; 1, 1.0 and true are not."""
    text = catalog_text(RELEASES[-1].tag)
    *_, flag = (line for line in text.splitlines() if '"default": 1,' in line)
    for default in ("1", "1.0", "true"):
        changed = text.replace(flag, flag.replace('"default": 1,', f'"default": {default},'))
        assert catalog_to_json(catalog_from_json(changed)) == changed


def test_most_flags_are_shared() -> None:
    flags = [flag for catalog in KNOWN.catalogs for flag in catalog.flags]
    assert len(set(map(id, flags))) < len(flags) / 3


@each_tag
def test_flags_are_sorted_one_on_a_line(tag: str) -> None:
    text = catalog_text(tag)
    lines = text.splitlines()
    start = lines.index('"flags": [')
    assert all('"options"' not in line for line in lines[:start])
    entries = [json.loads(line.removesuffix(",")) for line in lines[start + 1 : -2]]
    assert lines[-2:] == ["]", "}"]
    assert text.endswith("}\n")
    names = [entry["options"][0] for entry in entries]
    assert names == sorted(names)
    assert len(names) == len(set(names)) == len(catalog_from_json(text).flags)


@each_tag
def test_documents_hold_no_help_text(tag: str) -> None:
    """Facts only: no string in a flag is a sentence."""
    for flag in catalog_from_json(catalog_text(tag)).flags:
        texts = [*flag.options, flag.dest, *map(str, flag.choices)]
        assert not any(" " in text for text in texts)
        assert len(flag.group) < 50


def test_every_converter_is_known() -> None:
    recorded = {flag.type for catalog in KNOWN.catalogs for flag in catalog.flags}
    assert recorded <= KNOWN_CONVERTERS


def test_word_converters_always_come_with_their_words() -> None:
    for catalog in KNOWN.catalogs:
        for flag in catalog.flags:
            if flag.type in {"<lambda>", "enum_type_handler", "_parse_cuda_graph_modules_arg"}:
                assert flag.choices, (catalog.tag, flag.name)


def test_only_stores_take_values() -> None:
    for catalog in KNOWN.catalogs:
        for flag in catalog.flags:
            assert (flag.nargs == 0) is (flag.action is not FlagAction.STORE)


@pytest.fixture
def document() -> dict[str, Any]:
    data = json.loads(catalog_text("core_v0.19.0"))
    data["flags"] = data["flags"][:3]
    assert isinstance(data, dict)
    return data


def _set(data: dict[str, Any], path: tuple[str | int, ...], value: object) -> None:
    target: Any = data
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("format",), 2, "catalog.format"),
        (("tag",), None, "catalog.tag"),
        (("surplus",), 1, "catalog.surplus"),
        (("pattern",), [], "catalog.pattern"),
        (("pattern", "flag"), 3, "catalog.pattern.flag"),
        (("pattern", "checked_by"), "nobody", "catalog.pattern.checked_by"),
        (("pattern", "needs_num_layers"), "yes", "catalog.pattern.needs_num_layers"),
        (("stack_spec", "aliases"), [["one"]], "catalog.stack_spec.aliases[0]"),
        (("symbols", 1, "kind"), "lstm", "catalog.symbols[1].kind"),
        (("symbols", 1, "char"), "**", "catalog.symbols[1].char"),
        (("symbols", 1, "char"), "M", "catalog.symbols: 'M'"),
        (("exclusive",), [["*", "Z"]], "catalog.exclusive"),
        (("other_entry_scripts",), [1], "catalog.other_entry_scripts"),
        (("flags",), {}, "catalog.flags"),
        (("flags", 2), "--x", "catalog.flags[2]"),
        (("flags", 2, "help"), "text", "catalog.flags[2].help"),
        (("flags", 2, "options"), [], "catalog.flags[2].options"),
        (("flags", 2, "options"), ["--account-for-loss-in-pipeline-split"], "catalog.flags: '--"),
        (("flags", 2, "action"), "append", "catalog.flags[2].action"),
        (("flags", 2, "nargs"), 2, "catalog.flags[2].nargs"),
        (("flags", 2, "choices"), "abc", "catalog.flags[2].choices"),
        (("flags", 2, "default"), {}, "catalog.flags[2].default"),
        (("flags", 2, "deprecated"), 1, "catalog.flags[2].deprecated"),
        (("flags", 2, "provider"), "me", "catalog.flags[2].provider"),
        (("flags", 2, "group"), None, "catalog.flags[2].group"),
    ],
)
def test_bad_documents_are_refused_with_the_field(
    document: dict[str, Any], path: tuple[str | int, ...], value: object, place: str
) -> None:
    catalog_from_json(document)
    _set(document, path, value)
    with pytest.raises(ValueError) as caught:
        catalog_from_json(json.dumps(document))
    assert str(caught.value).startswith(place)


def test_options_are_found_by_any_of_their_strings() -> None:
    catalog = load(RELEASES[-1])
    flag = catalog.flag("--disable-fp8-wgrad")
    assert flag is not None
    assert flag is catalog.flag("--no-fp8-wgrad")
    assert catalog.flag("--no-fp8") is None
    assert catalog.flag("fp8_wgrad") is None
    assert set(catalog.options) == {option for flag in catalog.flags for option in flag.options}
