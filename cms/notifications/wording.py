"""The language mail is worded in: Django's, with nothing that reaches beyond the words given.

`{{ title }}`, `{% if %}`, `{% for %}`, a few filters. There is no `load`, no `include`, no object
to look into: a text knows plain values alone, and is plain text itself, so nothing is escaped. How
much it says is bounded: a loop goes over what is told, and holds none; words are joined once.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.template import Context, Library, Template, TemplateSyntaxError, defaultfilters
from django.template.base import FilterExpression, Lexer, Parser, Token, Variable
from django.template.defaulttags import ForNode, comment, do_for, do_if
from django.template.engine import Engine
from django.utils.translation import gettext as _


def loop(parser: Parser, token: Token) -> ForNode:
    """`{% for reason in reasons %}`: nothing that somebody could make long, nor loops of loops."""
    node = do_for(parser, token)
    within = [name for name, _token in parser.command_stack if name == LOOP]
    if len(within) > 1:
        raise TemplateSyntaxError(_("A loop holds no other loop."))
    if not _is_a_word(node.sequence):
        raise TemplateSyntaxError(_("A loop goes over one of the words this mail may say."))
    return node


def _is_a_word(over: FilterExpression | str) -> bool:
    if not isinstance(over, FilterExpression) or over.filters:
        return False
    return isinstance(over.var, Variable) and bool(over.var.lookups)


LOOP = "for"
TAGS = {"if": do_if, LOOP: loop, "comment": comment}
FILTERS = ("capfirst", "default", "first", "join", "last", "length", "lower", "upper")
# The one filter that makes more of what it is given.
JOIN = "join"

register = Library()
for name, tag in TAGS.items():
    register.tag(name, tag)
for name in FILTERS:
    register.filter(name, getattr(defaultfilters, name))

# What a text is shown in place of something its variables do not have: `{{ entry.nothing }}`.
MISSING = "\N{REPLACEMENT CHARACTER}%s\N{REPLACEMENT CHARACTER}"
BRACKETS = ("{{", "{%")


class Words(Engine):
    """An engine that knows this module's tags and filters, and no files."""

    default_builtins = [__name__]


_engine = Words(autoescape=False)
_strict = Words(autoescape=False, string_if_invalid=MISSING)


class UnknownWord(TemplateSyntaxError):
    """A text says a variable that nobody gives."""


def render(source: str, told: Mapping[str, Any]) -> str:
    """Raises TemplateSyntaxError, and whatever a filter raises on a value it cannot take."""
    return Template(source, engine=_engine).render(_context(told))


def render_line(source: str, told: Mapping[str, Any]) -> str:
    """The same on one line: a line break in a subject would be a header of its own."""
    return " ".join(render(source, told).split())


def check(source: str, told: Mapping[str, Any]) -> None:
    """Raises TemplateSyntaxError where the text cannot be rendered, with what is said of a sample,
    or says what is not there."""
    said = said_in(source)
    if unknown := sorted(said - told.keys()):
        raise UnknownWord(unknown[0])
    try:
        shown = Template(source, engine=_strict).render(_context(told))
    except TemplateSyntaxError:
        raise
    except Exception as error:
        raise TemplateSyntaxError(str(error)) from error
    mark = MISSING[0]
    if mark in shown:
        raise UnknownWord(shown.split(mark)[1])
    if left := [bracket for bracket in BRACKETS if bracket in shown]:
        raise TemplateSyntaxError(f"{left[0]} is not closed.")


def _context(told: Mapping[str, Any]) -> Context:
    return Context(dict(told), autoescape=False, use_l10n=False)


class _Listening(Parser):
    """Remembers every expression it meets: in output, in conditions, in loops."""

    def __init__(self, tokens: Any) -> None:
        super().__init__(tokens, libraries={}, builtins=[register])
        self.met: list[FilterExpression] = []

    def compile_filter(self, token: str) -> FilterExpression:
        expression = super().compile_filter(token)
        if [found.__name__ for found, _args in expression.filters].count(JOIN) > 1:
            raise TemplateSyntaxError(_("Words are joined once."))
        self.met.append(expression)
        return expression


def said_in(source: str) -> set[str]:
    """The variables a text names, those of its own loops left out. Raises TemplateSyntaxError."""
    parser = _Listening(Lexer(source).tokenize())
    nodes = parser.parse()
    loops = [node for node in nodes.get_nodes_by_type(ForNode) if isinstance(node, ForNode)]
    own = {"forloop", "True", "False", "None", *(name for one in loops for name in one.loopvars)}
    return {name for one in parser.met for name in _names(one)} - own


def _names(expression: FilterExpression) -> Iterable[str]:
    variables = [
        expression.var,
        *(value for _filter, args in expression.filters for _is_word, value in args),
    ]
    for one in variables:
        if isinstance(one, Variable) and one.lookups:
            yield one.lookups[0]
