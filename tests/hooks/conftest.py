"""The hooks of this tree, installed once for all tests."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from support.examples import ROOT
from support.pre_commit import HookRepository, Project, isolated_environment

PAGE = (ROOT / "docs/pre-commit.md").read_text("utf-8")


def tested_snippet(name: str) -> str:
    """YAML of the page that users read, by the comment above it."""
    found = re.search(rf"<!-- tested: {name} -->\n\n```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert found, f"docs/pre-commit.md has no snippet {name!r}"
    return found[1]


@pytest.fixture(scope="session")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> HookRepository:
    """Everything that pre-commit installs stays in one scratch folder."""
    scratch = tmp_path_factory.mktemp("hooks")
    environment = isolated_environment(scratch / "home")
    return HookRepository.of_tree(ROOT, scratch / "nam56r", environment)


@pytest.fixture
def project(tmp_path: Path, hooks: HookRepository) -> Callable[[Mapping[str, Any]], Project]:
    """Makes the repository of a user from its `.pre-commit-config.yaml`."""
    return lambda configuration: Project(tmp_path / "project", hooks.environment, configuration)
