"""What forms of the desk carry beside their fields."""

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cairn.erasure.periods import days_of
from cairn.web.desk.once import FIELD, new_token

register = template.Library()


@register.simple_tag(takes_context=True)
def once(context: Context) -> SafeString:
    """The token that makes sending a form twice the same as sending it once."""
    token = new_token(context["request"].user)
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, token)


@register.simple_tag
def days_kept(kind: str) -> int:
    """How many days a kind of thing is kept by the rule that is in force today."""
    return days_of(kind)
