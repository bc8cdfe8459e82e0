"""Publishing all that came with one file: asked once, done in the background."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from cairn.accounts.permissions import Permission
from cairn.kernel.errors import NotFound
from cairn.knowledge.editing.models import Entry
from cairn.knowledge.editing.publishing import publish_all
from cairn.web.desk.importing.doors import needs, person_of
from cairn.web.desk.once import once


@require_POST
@needs(Permission.LIBRARY_REVIEW)
@once
def publish(request: HttpRequest) -> HttpResponse:
    file = request.POST.get("file", "")
    if not file or not Entry.objects.filter(origin=file).exists():
        raise NotFound()
    publish_all(file=file, by=person_of(request))
    return redirect(f"{reverse('desk:library')}?{urlencode({'file': file})}")
