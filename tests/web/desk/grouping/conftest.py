"""The offices of two States, as in the tests of filings."""

from tests.web.desk.filing.conftest import mali, niger

__all__ = ["mali", "niger"]
