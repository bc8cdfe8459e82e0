"""The addresses of the desk process in server mode: the desk, signing in, and the words of both."""

from cairn.config.urls.desk import desk_patterns
from cairn.config.urls.parts import by_language, handlers, pages

urlpatterns = [
    *by_language(),
    *desk_patterns,
    *pages("", "cairn.web.desk.alone"),
]
handler400, handler403, handler404, handler500 = handlers()
