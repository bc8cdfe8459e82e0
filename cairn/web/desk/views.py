"""The page that shows everything our pages are made of."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cairn.web.desk.look import LookForm, specimens


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """Every component once, with invented values; sending the form shows what errors look like."""
    form = LookForm(request.POST or None)
    if form.is_bound:
        form.is_valid()
    return render(request, "desk/look.html", {"form": form, **specimens(request)})
