"""Findings of recipes that are not open, cached until a file or setting that they depend on
changes: an editor asks for those of the whole workspace again and again.

Must not know the requests.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lsprotocol import types

from nam56r_core.link_outside_project import link_outside_project
from nam56r_core.text import SourceText
from nam56r_server.errors import CommandError
from nam56r_server.lsp.client import Client
from nam56r_server.lsp.convert import Converter
from nam56r_server.lsp.findings import failure_finding, recipe_findings
from nam56r_server.lsp.session import Session
from nam56r_server.project import Fingerprint, LinkOutsideProjectError, ProjectFile

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Findings:
    """Findings, and an identifier that is the same for equal findings, also in another process."""

    items: list[types.Diagnostic]
    result_id: str

    @classmethod
    def named(cls, client: Client, items: list[types.Diagnostic]) -> Findings:
        text = json.dumps([client.unstructure(item) for item in items], sort_keys=True)
        return cls(items, hashlib.sha256(text.encode()).hexdigest()[:16])


@dataclass(frozen=True, slots=True)
class _Kept:
    depends_on: frozenset[str]
    fingerprint: Fingerprint
    findings: Findings


class WorkspaceDiagnostics:
    """Caches findings by recipe, not the analyses that made them."""

    def __init__(self, client: Client, session: Session, convert: Converter) -> None:
        self._client = client
        self._session = session
        self._convert = convert
        self._kept: dict[str, _Kept] = {}
        self.asked: set[str] = set()
        """Documents whose findings were requested while they were open. VS Code requests them for
        the last time before it closes a document, and keeps that answer until it is replaced."""

    def of(self, file: ProjectFile, uri: str) -> Findings:
        """The findings of a recipe; raises `CommandError` if it cannot be read. If nam56r itself
        fails, that is logged and is the only finding."""
        try:
            return self._of(file, uri)
        except LinkOutsideProjectError:
            found = link_outside_project(SourceText(uri, b""))
            return Findings.named(self._client, [self._convert.diagnostic(found, [], None)])
        except CommandError:
            raise
        except Exception as problem:
            log.exception("%s failed (file %s)", types.WORKSPACE_DIAGNOSTIC, uri)
            self._kept.pop(uri, None)
            source = SourceText(uri, b"")
            return Findings.named(self._client, [failure_finding(self._convert, source, problem)])

    def _of(self, file: ProjectFile, uri: str) -> Findings:
        session = self._session
        kept = self._kept.get(uri)
        if kept is None or session.fingerprint_of(file, kept.depends_on) != kept.fingerprint:
            known, fingerprint = session.closed_recipe(file, uri)
            findings = Findings.named(self._client, recipe_findings(self._convert, known))
            kept = self._kept[uri] = _Kept(frozenset(known.depends_on), fingerprint, findings)
        return kept.findings

    def bases_in_use(self) -> Iterator[ProjectFile]:
        """The bases of the recipes; some of them more than once."""
        for kept in self._kept.values():
            yield from map(ProjectFile.from_identity, kept.depends_on)

    def keep_only(self, uris: Collection[str]) -> None:
        """Forget all other recipes."""
        self._kept = {uri: kept for uri, kept in self._kept.items() if uri in uris}
