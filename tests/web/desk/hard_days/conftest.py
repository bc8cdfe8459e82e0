"""Offices of two States, as the tests of filing have them."""

from tests.web.desk.filing.conftest import mali, niger

__all__ = ["mali", "niger"]
