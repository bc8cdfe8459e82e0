"""Addresses for people who were invited or lost a factor, below `/<language>/account/`; nobody
is signed in there."""

from django.urls import path

from cairn.web.desk.people import entrance, lost, providers, through

urlpatterns = [
    path("invitation/", entrance.code, name="invitation"),
    path("invitation/<str:code>/", entrance.invited, name="invitation_code"),
    path("lost-factor/", lost.lost, name="lost_factor"),
    path("recovery/<str:code>/", lost.replaced, name="recovery_code"),
    path("through/<slug:key>/", through.start, name="through"),
    path("through-problem/", through.problem, name="through_problem"),
    path("password/set/", providers.set_password),  # in place of the package's own
]
