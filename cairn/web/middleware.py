"""A view raises what is wrong; this turns it into a page or JSON carrying its sentence.

So views hold no `try`, and a person never meets a traceback for something that was raised on
purpose. So does a full disk, whoever met it, and the character NUL, which any client can send and
PostgreSQL takes in no text. What else was not raised on purpose is left to Django and ends in
`errors.server_error`.
"""

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse

from cairn.db.disk import is_out_of_room
from cairn.kernel.errors import CairnError, OutOfRoom
from cairn.web.errors import answer, bad_request


class SentencesMiddleware:
    """Answers for every `CairnError` that a view lets pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, CairnError):
            return answer(request, error)
        if isinstance(error, DataError) and _holds_nul(request):
            return bad_request(request)
        return answer(request, OutOfRoom()) if is_out_of_room(error) else None


def _holds_nul(request: HttpRequest) -> bool:
    """In its address, its query or its form; a body that is no form is not read."""
    fields = [*request.GET.lists(), *request.POST.lists()]
    sent = [value for _name, values in fields for value in values]
    return any("\x00" in text for text in (request.path, *map(str, sent)))
