"""Pages of the desk, below `/<language>/desk/`; `DeskMiddleware` guards all of them."""

from django.urls import include, path

from cairn.web.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("look/", views.look, name="look"),
    path("", include("cairn.web.desk.importing.urls")),
]
