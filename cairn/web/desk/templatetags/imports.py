"""Words of importing that templates need beside each problem."""

from django import template

from cairn.reporting.problems import sentence_of
from cairn.web.desk.importing.words import problem_words
from cairn.web.say import say

register = template.Library()


@register.simple_tag
def kind_words(code: str) -> str:
    """What this kind of problem is called; its own sentence where it has no name."""
    return problem_words(code) or say(sentence_of(code))
