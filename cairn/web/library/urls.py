"""The library, below `/<language>/library/`."""

from django.urls import include, path

from cairn.web.library import exchange, home, obligations, routes, search, states, treaties
from cairn.web.library.documents import claims

app_name = "library"
urlpatterns = [
    path("", home.home, name="home"),
    path("corrections/", include("cairn.web.library.correcting.urls")),
    path("exchange/", exchange.exchange, name="exchange"),
    path("folder/", include("cairn.web.library.folder.urls")),
    path("treaties/<slug:key>/", treaties.status, name="treaty"),
    path("treaties/<slug:key>/parties.csv", treaties.status_csv, name="treaty_csv"),
    path("treaties/<slug:key>/article-<int:number>/", obligations.article, name="treaty_article"),
    path("obligations/<slug:key>/", obligations.obligation, name="obligation"),
    path("states/", states.index, name="states"),
    path("states/<slug:code>/", states.state, name="state"),
    path("routes/", routes.index, name="routes"),
    path("routes/<slug:key>/", routes.route, name="route"),
    path("laws/", include("cairn.web.library.laws.urls")),
    path("cases/", include("cairn.web.library.cases.urls")),
    path("claims/", claims.claims, name="claims"),
    path("claims/all.csv", claims.claims_file, name="claims_file"),
    path("documents/", include("cairn.web.library.documents.urls")),
    path("procedures/", include("cairn.web.library.procedures.urls")),
    path("publications/", include("cairn.web.library.publications.urls")),
    path("strategies/", include("cairn.web.library.strategies.urls")),
    path("tools/", include("cairn.web.library.tools.urls")),
    path("mandates/", include("cairn.web.library.mandates.urls")),
    path("search/", search.search, name="search"),
    path("search/feed/", search.feed, name="search_feed"),
]
