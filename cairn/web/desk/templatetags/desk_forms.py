"""What forms of the desk carry beside their fields."""

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cairn.web.desk.once import FIELD, new_token

register = template.Library()


@register.simple_tag(takes_context=True)
def once(context: Context) -> SafeString:
    """The token that makes sending a form twice the same as sending it once."""
    token = new_token(context["request"].user)
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, token)
