"""Pages of the desk, below `/<language>/desk/`; `DeskMiddleware` guards all of them."""

from django.urls import include, path

from cairn.web.desk import links, views
from cairn.web.desk.auditing import threats
from cairn.web.desk.filing import home

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("look/", views.look, name="look"),
    path("links/", links.links, name="links"),
    path("filings/", include("cairn.web.desk.sheets.urls")),
    path("filings/", include("cairn.web.desk.filing.urls")),
    path("", include("cairn.web.desk.grouping.urls")),
    path("merge/", include("cairn.web.desk.merging.urls")),
    path("", include("cairn.web.desk.people.urls")),
    path("emergencies/", include("cairn.web.desk.emergency.urls")),
    path("bounds/", include("cairn.web.desk.second.urls")),
    path("calendar/", include("cairn.web.desk.calendar.urls")),
    path("devices/", include("cairn.web.desk.handing.urls")),
    path("participation/", include("cairn.web.desk.participation.urls")),
    path("", include("cairn.web.desk.importing.urls")),
    path("filings/", include("cairn.web.desk.observing.urls")),
    path("library/", include("cairn.web.desk.library.urls")),
    path("corrections/", include("cairn.web.desk.correcting.urls")),
    path("search/", include("cairn.web.desk.looking.urls")),
    path("searches/", include("cairn.web.desk.searches.urls")),
    path("findings/", include("cairn.web.desk.findings.urls")),
    path("rights/", include("cairn.web.desk.rights.urls")),
    path("reads/", include("cairn.web.desk.reads.urls")),
    path("checkpoints/", include("cairn.web.desk.auditing.urls")),
    path("people/threats/", threats.page, name="threats"),
    path("", include("cairn.web.desk.erasing.urls")),
    path("explore/", include("cairn.web.desk.explore")),
]
