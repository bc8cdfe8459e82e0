"""What a page of a record says to search engines: the record in the words of schema.org.

It stands in the page as data and is never run. It is made of what the page shows, so a name that
the page masks is not in it.
"""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from cairn.knowledge.described import linked
from cairn.knowledge.models import Item
from cairn.knowledge.outgoing import pages_in
from cairn.web.say import current

ENDS = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}  # nothing that could end the element


def linked_in_page(item: Item, record: Any) -> SafeString:
    """The JSON of the element `script` of this type."""
    told = linked(item, pages_in(current()), record)
    return mark_safe(json.dumps(told, ensure_ascii=False).translate(ENDS))
