"""Somebody of a State's body who is signed in at the desk, for parts that ask for its pages."""

from typing import Any

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def signed_in(role: str, state: str) -> tuple[Any, Any, Any]:
    """(her browser, herself, her organisation), all made anew; her name to sign in is her role."""
    from django.test import Client

    from cairn.accounts.actions import (
        add_membership,
        create_organisation,
        create_user,
        set_code_generator,
    )

    body = create_organisation(key="agency", name="A", kind="state_body", state=state, by=None)
    user = create_user(username=role, display_name=role, password=None, by=None)
    set_code_generator(user=user, secret=SECRET, by=None)
    add_membership(user=user, organisation=body, role=role, by=None)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client, user, body
