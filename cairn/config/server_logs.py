"""The web server's own log, written as ours is: it would tell addresses and whole requests."""

import os
from typing import Any

from gunicorn.glogging import Logger

from cairn.config.environment import Environment
from cairn.config.logs import Json, Lines


class ServerLogger(Logger):  # type: ignore[misc]
    """What `--logger-class` of gunicorn takes."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        formatter = Json() if Environment.read(os.environ).log == "json" else Lines()
        for handler in self.error_log.handlers:
            handler.setFormatter(formatter)
