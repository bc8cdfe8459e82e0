"""The addresses of the desk process: the public ones, the desk, and signing in."""

from cairn.config.urls import public
from cairn.config.urls.parts import handlers, pages, plain

desk_patterns = [
    *plain("desk/api/v1/", "cairn.api.desk.urls"),
    *plain("api/hand-in/v1/", "cairn.web.desk.handing.door_urls"),
    *pages("desk/", "cairn.web.desk.urls"),
    *plain("account/through/", "cairn.web.desk.people.through_urls"),
    *pages("account/", "cairn.web.desk.people.entrance_urls"),
    *pages("account/", "allauth.urls"),
]
urlpatterns = [*desk_patterns, *public.urlpatterns]
handler400, handler403, handler404, handler500 = handlers()
