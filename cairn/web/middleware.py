"""A view raises what is wrong; this turns it into a page or JSON carrying its sentence.

So views hold no `try`, and a person never meets a traceback for something that was raised on
purpose. So does a full disk, whoever met it. What else was not raised on purpose is left to Django
and ends in `errors.server_error`.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from cairn.db.disk import is_out_of_room
from cairn.kernel.errors import CairnError, OutOfRoom
from cairn.web.errors import answer


class SentencesMiddleware:
    """Answers for every `CairnError` that a view lets pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, CairnError):
            return answer(request, error)
        return answer(request, OutOfRoom()) if is_out_of_room(error) else None
