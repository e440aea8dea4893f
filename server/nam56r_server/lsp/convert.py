"""Between the core's byte ranges and the protocol's lines and columns; nothing else builds them.

Must not know where documents are kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lsprotocol import types

from nam56r_core.diagnostics import Diagnostic, Severity, Tag
from nam56r_core.text import Position, PositionEncoding, SourceText, TextEdit, TextRange

SOURCE = "nam56r"
_SEVERITY = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_TAG = {
    Tag.UNNECESSARY: types.DiagnosticTag.Unnecessary,
    Tag.DEPRECATED: types.DiagnosticTag.Deprecated,
}


def encoding_of(kind: types.PositionEncodingKind | str) -> PositionEncoding:
    """The unit that was agreed on with the editor."""
    return PositionEncoding(kind.value if isinstance(kind, types.PositionEncodingKind) else kind)


@dataclass(frozen=True, slots=True)
class Converter:
    """Converts in the unit that columns count in."""

    encoding: PositionEncoding

    def position(self, source: SourceText, offset: int) -> types.Position:
        where = source.position(offset, self.encoding)
        return types.Position(where.line, where.column)

    def range(self, source: SourceText, where: TextRange) -> types.Range:
        return types.Range(self.position(source, where.start), self.position(source, where.end))

    def offset(self, source: SourceText, position: types.Position) -> int:
        """The byte offset of a position; one past the end of its line or text is clamped."""
        return source.offset(Position(position.line, position.character), self.encoding)

    def text_range(self, source: SourceText, where: types.Range) -> TextRange:
        """Bytes of a range; a range that ends before it begins is turned around."""
        start, end = self.offset(source, where.start), self.offset(source, where.end)
        return TextRange(min(start, end), max(start, end))

    def edit(self, source: SourceText, edit: TextEdit) -> types.TextEdit:
        return types.TextEdit(self.range(source, edit.range), edit.new_text)

    def edits(self, source: SourceText, edits: Iterable[TextEdit]) -> list[types.TextEdit]:
        return [self.edit(source, edit) for edit in edits]

    def diagnostic(
        self,
        diagnostic: Diagnostic,
        related: list[types.DiagnosticRelatedInformation],
        href: str | None,
    ) -> types.Diagnostic:
        """`related` is converted by the caller, who knows which document each place is in."""
        return types.Diagnostic(
            range=self.range(diagnostic.location.source, diagnostic.location.range),
            message=diagnostic.message,
            severity=_SEVERITY[diagnostic.severity],
            code=diagnostic.code,
            code_description=types.CodeDescription(href) if href else None,
            source=SOURCE,
            tags=[_TAG[diagnostic.tag]] if diagnostic.tag else None,
            related_information=related or None,
        )
