"""The hooks of this tree, installed once for all tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from support.pre_commit import HookRepository, Project, isolated_environment


@pytest.fixture(scope="session")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> HookRepository:
    """Everything that pre-commit installs stays in one scratch folder."""
    scratch = tmp_path_factory.mktemp("hooks")
    environment = isolated_environment(scratch / "home")
    return HookRepository.of_tree(scratch / "nam56r", environment)


@pytest.fixture
def project(tmp_path: Path, hooks: HookRepository) -> Callable[[Mapping[str, Any]], Project]:
    """Makes the repository of a user from its `.pre-commit-config.yaml`."""
    return lambda configuration: Project(tmp_path / "project", hooks.environment, configuration)
