"""Views that raise, one for each kind of failure."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from cairn.config.urls import public
from cairn.kernel.errors import CairnError, NotFound, Refused

RAISED = {
    "refused": Refused,
    "absent": NotFound,
    "wrong": CairnError,
    "http404": Http404,
    "denied": PermissionDenied,
    "suspicious": SuspiciousOperation,
    "broken": ZeroDivisionError,
}


def fail(request: HttpRequest, how: str) -> HttpResponse:
    raise RAISED[how]


urlpatterns = [
    path("en/fail/<how>/", fail),
    path("ar/fail/<how>/", fail),
    path("api/fail/<how>/", fail),
    *public.urlpatterns,
]
handler400, handler403 = public.handler400, public.handler403
handler404, handler500 = public.handler404, public.handler500
