"""`check --fix` on links: the recipe behind a link is fixed, the link stays."""

from __future__ import annotations

from pathlib import Path

from support.cli import RUNNABLE, Command, write

LOWER = RUNNABLE.replace("pattern: AMAM", "pattern: AmAm")


def test_a_link_stays_and_its_recipe_is_fixed(nam56r: Command, project: Path) -> None:
    recipe = write(project / "shared/base.yaml", LOWER)
    recipe.chmod(0o640)
    link = project / "a.nam56r.yaml"
    link.symlink_to("shared/base.yaml")
    result = nam56r("check", "--fix", "a.nam56r.yaml")
    assert result.code == 0
    assert link.readlink() == Path("shared/base.yaml")
    assert recipe.read_text("utf-8") == RUNNABLE
    assert recipe.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in recipe.parent.iterdir()] == ["base.yaml"]


def test_two_names_of_one_recipe_are_fixed_once(nam56r: Command, project: Path) -> None:
    recipe = write(project / "b.nam56r.yaml", LOWER)
    for name in ("a", "c"):
        (project / f"{name}.nam56r.yaml").symlink_to(recipe)
    result = nam56r("check", "--fix")
    assert result.code == 0
    assert "Fixed 2 findings in 1 recipe\n" in result.err
    assert recipe.read_text("utf-8") == RUNNABLE


def test_links_that_lead_nowhere_are_said(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    (project / "b.nam56r.yaml").symlink_to("nothing.yaml")
    (project / "c.nam56r.yaml").symlink_to("c.nam56r.yaml")
    result = nam56r("check", ".")
    assert result.code == 2
    assert "cannot read b.nam56r.yaml" in result.err
    assert "cannot read c.nam56r.yaml" in result.err
    assert "No findings in 1 recipe; 2 recipes could not be read" in result.err
