"""Text that a completion inserts, right for the language and the place.

Must not know what is offered, nor why.
"""

from __future__ import annotations

from nam56r_core.changes import Plain
from nam56r_core.ide.completion.shape import Shape
from nam56r_core.syntax.context import KeyContext, ReplacedToken, Surroundings
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.snippet import Form, Template, literal, without_stops


def key_template(language: Language, context: KeyContext, name: str, shape: Shape) -> Template:
    """A key with room for its value; only the key where the mark behind it exists already."""
    surroundings, old = context.surroundings, context.token.quote
    key = language.write_key(name, old=old, in_flow=surroundings.in_brackets)
    if context.has_mark:
        return Template(surroundings.before + key, None)
    if context.takes_header and shape.first is Form.MAPPING:
        header = language.table_header((*context.path, name))
        if header is not None:
            opened = header + surroundings.below
            return Template(f"{literal(opened)}$0", opened)
    key += language.mark
    value = language.new_value(shape.first, shape.item, surroundings)
    snippet = surroundings.before + literal(key) + value.snippet + surroundings.after
    if value.plain is None:
        return Template(snippet, None)
    return Template(snippet, surroundings.before + key + value.plain + surroundings.after)


def value_text(
    language: Language, value: Plain, token: ReplacedToken, surroundings: Surroundings
) -> str:
    """A value in place of a token, in the same quotes."""
    text = language.write_value(value, old=token.quote, in_flow=surroundings.in_brackets)
    return surroundings.before + text + surroundings.after


def words_template(
    language: Language, word: str, stops: str, quote: str, *, in_brackets: bool
) -> Template:
    """A word and the tab stops for those behind it as one string, quoted where it must be; none
    has anything to escape in quotes."""
    whole = word + without_stops(stops)
    if not quote and not stays_bare(language, whole, in_brackets=in_brackets):
        quote = '"'
    return Template(quote + word + stops + quote, f"{quote}{word} {quote}" if stops else None)


def stays_bare(language: Language, text: str, *, in_brackets: bool) -> bool:
    """Whether a text is written without quotes, as YAML does where nobody could misread it."""
    return language.write_value(text, in_flow=in_brackets) == text
