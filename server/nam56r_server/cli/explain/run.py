"""The work of `nam56r explain`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from nam56r_core.explanations import explain, explain_all, topic_size
from nam56r_core.explanations.model import Explanation, Meaning, Topic, Unknown
from nam56r_core.plural import counted
from nam56r_core.targets.releases import UnknownTarget
from nam56r_core.targets.target import Target
from nam56r_core.targets.targets import KNOWN
from nam56r_server.cli.console import Console
from nam56r_server.cli.output import explanations
from nam56r_server.errors import CommandError

Answers = Sequence[Explanation | Unknown]


def explain_names(options: argparse.Namespace, names: Sequence[str], target: str | None) -> int:
    """Explain names, or everything; raises `CommandError` for names that stand for nothing, after
    the others are shown."""
    console = Console(color=options.color, quiet=options.quiet)
    shown = _target(target)
    topics = [Topic(kind) for kind in options.kind or ()]
    if options.all:
        answers: Answers = _everything(topics, shown, console)
    else:
        answers = [explain(name, shown, topics or Topic) for name in dict.fromkeys(names)]
    _show(options.output_format, answers, target, console)
    unknown = [answer for answer in answers if isinstance(answer, Unknown)]
    if unknown:
        raise CommandError("\n".join(_nothing(answer, topics) for answer in unknown))
    return 0


def _target(name: str | None) -> Target | None:
    if name is None:
        return None
    found = KNOWN.find(name)
    assert isinstance(found, Target), "the arguments were checked before"
    return found


def _everything(topics: list[Topic], target: Target | None, console: Console) -> Answers:
    if not topics:
        topics = [topic for topic in Topic if topic is not Topic.FLAG]
        flags = counted(topic_size(Topic.FLAG, target), "flag")
        console.talk(f"Left out: {flags}; `nam56r explain --all --kind flag` shows them\n")
    return [
        Explanation(meaning.name, (meaning,))
        for topic in Topic
        if topic in topics
        for meaning in explain_all(topic, target)
    ]


def _show(form: str, answers: Answers, target: str | None, console: Console) -> None:
    if form == "json":
        console.data(explanations.as_json(answers, target))
        return
    meanings = _meanings(answers)
    if form == "markdown":
        console.data(explanations.as_markdown(meanings))
    else:
        console.out(explanations.as_text(meanings, console.out_style, console.width()))


def _meanings(answers: Answers) -> list[Meaning]:
    """What is shown, each once: two names may stand for one thing."""
    found: dict[tuple[Topic, str], Meaning] = {}
    for answer in answers:
        if isinstance(answer, Explanation):
            for meaning in answer.meanings:
                found.setdefault((meaning.topic, meaning.name), meaning)
    return list(found.values())


def _nothing(answer: Unknown, topics: list[Topic]) -> str:
    found = KNOWN.find(answer.name)
    if not isinstance(found, UnknownTarget):
        show = f"`nam56r targets show {found.name}` shows it"
        return f"{answer.name!r} is a Megatron-LM release; {show}"
    if answer.key is not None:
        return f"no release has a flag {answer.name!r}; a recipe writes `{answer.key}`"
    what = " or ".join(topic.value for topic in topics) or "rule, term, key, flag or symbol"
    near = " or ".join(f"`{name}`" for name in answer.nearest)
    hint = f"did you mean {near}?" if near else "`nam56r explain --all` has everything"
    return f"no {what} is called {answer.name!r}; {hint}"
