"""What a desk without public pages needs of them: a first page that leads to the desk, the
glossary to which its words are linked, and what Cairn is.

They go by the names of the public pages, so that templates need not know how they are served.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_safe

from cairn.web.public import views


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """There is nothing here but the desk."""
    return redirect("desk:home")


app_name = "public"
urlpatterns = [
    path("", home, name="home"),
    path("about/", views.about, name="about"),
    path("glossary/", views.glossary, name="glossary"),
]
