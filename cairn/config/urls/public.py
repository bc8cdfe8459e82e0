"""The addresses of the public process. Every page lives below its language."""

from cairn.config.urls.parts import by_language, handlers, pages, plain

urlpatterns = [
    *by_language(),
    *plain("api/v1/", "cairn.api.public.urls"),
    *plain("", "cairn.web.public.crawling_urls"),
    *plain("oai/", "cairn.api.public.oai.urls"),
    *pages("explore/", "cairn.web.explore.urls"),
    *pages("library/", "cairn.web.library.urls"),
    *pages("", "cairn.web.public.urls"),
]
handler400, handler403, handler404, handler500 = handlers()
