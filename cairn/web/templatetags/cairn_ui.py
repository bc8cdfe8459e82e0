"""The parts of which pages are made, as tags. `/desk/look/` shows each; docs/look.md lists them.

A tag that opens and closes (`{% figure f %}…{% endfigure %}`) wraps what stands between. Tags draw
what presenters decided (`cairn.web.components`); none of them reads a database.
"""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from cairn.kernel.cells import Cell
from cairn.kernel.dates import DateSpan, Period
from cairn.kernel.errors import CairnError
from cairn.kernel.text import Message
from cairn.web import components, numbers
from cairn.web.glossary import glossary
from cairn.web.say import current
from cairn.web.say import say as say_sentence

register = template.Library()


@register.filter
def say(sentence: CairnError | Message | str) -> str:
    """A sentence of pure code in the language of the reader."""
    return say_sentence(sentence)


@register.filter
def message_kind(level: str) -> str:
    """Django's level of a message as one of our states."""
    kinds = {"success": "done", "warning": "attention", "error": "problem"}
    return kinds.get(level.split()[-1] if level else "", "information")


@register.simple_tag
def printed_on() -> str:
    """The day on which a page is printed, for its last line."""
    return numbers.day(timezone.now().date(), current())


@register.simple_tag
def state(kind: str, words: str) -> SafeString:
    """A state: always an icon and a word. Kinds: done, waiting, problem, attention, information."""
    return _inline("cairn/ui/state.html", {"kind": kind, "words": words})


@register.simple_block_tag
def notice(content: str, kind: str = "information", title: str = "") -> SafeString:
    return render_to_string(
        "cairn/ui/notice.html", {"kind": kind, "title": title, "content": content}
    )


@register.simple_block_tag
def empty(content: str, title: str) -> SafeString:
    """Nothing here yet: says what would stand here and how to make it so, with an example."""
    return render_to_string("cairn/ui/empty.html", {"title": title, "content": content})


@register.simple_tag
def cell(value: components.Value, kind: components.Kind = "text") -> str:
    """One value. Zero is a zero; not recorded is a dot; withheld is hatched; each is read aloud."""
    if isinstance(value, Cell):
        return _inline("cairn/ui/cell.html", {"kind": value.value})
    return shown(value, kind)


@register.simple_tag
def fact_value(value: components.Value) -> str:
    """One value beside its label, where no key explains a dot or a hatch: what is not there is said
    in words."""
    if isinstance(value, Cell) and value is not Cell.NOT_APPLICABLE:
        said = {Cell.NOT_RECORDED: gettext("not recorded"), Cell.WITHHELD: gettext("withheld")}
        return format_html('<span class="soft">{}</span>', said[value])
    return cell(value)


def shown(value: components.Value, kind: components.Kind = "text") -> str:
    """Write a value in the language of the reader."""
    language = current()
    match value:
        case None:
            return ""
        case int() | float() if kind == "percent":
            return numbers.percent(value, language, 1)
        case int() | float():
            return numbers.number(value, language)
        case DateSpan():
            return numbers.date_span(value, language)
        case Period():
            return numbers.period(value, language)
        case datetime():
            return numbers.day(value.date(), language)
        case date():
            return numbers.day(value, language)
    return value if isinstance(value, str) else str(value)


@register.inclusion_tag("cairn/ui/table.html", takes_context=True)
def table(context: Context, table: components.Table) -> dict[str, Any]:
    return {"table": table, "rows": table.lines(), "id": _fresh(context, "table")}


@register.inclusion_tag("cairn/ui/key.html")
def cell_key() -> dict[str, Any]:
    """What the dot and the hatch mean."""
    return {}


@register.simple_block_tag(takes_context=True)
def figure(context: Context, content: str, figure: components.Figure) -> SafeString:
    """A chart in its frame: title, source, caveat, table, downloads."""
    values = {"figure": figure, "content": content, "id": _fresh(context, "figure")}
    return context.template.engine.get_template("cairn/ui/figure.html").render(  # type: ignore[union-attr]
        context.new(values)
    )


@register.inclusion_tag("cairn/ui/facts.html")
def facts(items: Sequence[components.Fact]) -> dict[str, Any]:
    return {"facts": items}


@register.inclusion_tag("cairn/ui/heads.html")
def heads(items: Sequence[components.Head]) -> dict[str, Any]:
    return {"heads": items}


@register.inclusion_tag("cairn/ui/steps.html")
def steps(words: Sequence[str], current_step: int) -> dict[str, Any]:
    return {"steps": components.steps(words, current_step)}


@register.inclusion_tag("cairn/ui/progress.html", takes_context=True)
def progress(
    context: Context, words: str, share: float | None = None, poll: str = ""
) -> dict[str, Any]:
    """Long work: how far it is (None: not known), and where to ask again."""
    value = None if share is None else max(0, min(100, round(100 * share)))
    identity = _fresh(context, "progress")
    return {"words": words, "share": share, "value": value, "poll": poll, "id": identity}


@register.inclusion_tag("cairn/ui/tabs.html")
def tabs(items: Sequence[components.Link], label: str) -> dict[str, Any]:
    return {"tabs": items, "label": label}


@register.inclusion_tag("cairn/ui/pager.html")
def pager(previous: str = "", next: str = "") -> dict[str, str]:
    """Before and after in a list read by key: there are no page numbers to jump to."""
    return {"previous": previous, "next": next}


@register.simple_tag(takes_context=True)
def term(context: Context, key: str, words: str = "") -> SafeString:
    """A word of the field with its definition on hover and focus, and in the glossary."""
    entry = glossary().entry(key).presented(current())
    values = {
        "words": words or entry.name,
        "definition": entry.definition,
        "url": f"{reverse('public:glossary')}#{key}",
        "id": _fresh(context, "term"),
    }
    return _inline("cairn/ui/term.html", values)


@register.inclusion_tag("cairn/ui/field.html")
def field(bound: BoundField, bare: bool = False, helped: bool = True) -> dict[str, Any]:
    """Label above, help beside, errors beside; `bare` leaves out "optional" (filters)."""
    if not helped:
        bound.help_text = ""
    single = isinstance(bound.field.widget, forms.CheckboxInput)
    return {"field": bound, "single": single, "bare": bare}


@register.inclusion_tag("cairn/ui/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """All problems of a form at once, each leading to its field."""
    if not form.is_bound:
        return {"problems": []}
    problems = [{"text": str(text)} for text in form.non_field_errors()]
    for bound in form:
        anchor = bound.auto_id if bound.use_fieldset else bound.id_for_label
        for text in bound.errors:
            problems.append({"anchor": anchor, "label": str(bound.label), "text": str(text)})
    return {"problems": problems}


@register.simple_block_tag(takes_context=True, end_name="endform")
def form(
    context: Context,
    content: str,
    form: forms.BaseForm,
    submit: str,
    action: str = "",
    cancel: str = "",
) -> SafeString:
    """A whole form. The block may hold more fields, such as a token that makes sending it twice
    the same as sending it once."""
    values = {
        "form": form,
        "content": content,
        "submit": submit,
        "action": action,
        "cancel": cancel,
        "csrf_token": context.get("csrf_token"),
    }
    return render_to_string("cairn/ui/form.html", values)


@register.inclusion_tag("cairn/ui/filters.html")
def filters(
    form: forms.BaseForm,
    action: str,
    chosen: Sequence[components.Choice] = (),
    target: str = "",
    open: bool = False,
) -> dict[str, Any]:
    """Filters that live in the address. `target` (a selector) lets htmx replace only that part."""
    values = {"form": form, "action": action, "chosen": chosen, "target": target}
    return {**values, "open": open or bool(chosen)}


def _inline(name: str, values: dict[str, Any]) -> SafeString:
    """Draw something that stands inside a sentence: no white space before the full stop."""
    return mark_safe(render_to_string(name, values).strip())


def _fresh(context: Context, prefix: str) -> str:
    """An id that occurs once on the page, the same each time the page is drawn."""
    whole_page: Any = context.render_context.dicts[0]
    counter = whole_page.setdefault("cairn-ids", count(1))
    return f"{prefix}-{next(counter)}"
