"""How logs are written: lines on standard error, whoever logs, by the standard library or by structlog."""

from __future__ import annotations

import logging
import sys
from typing import Final

import structlog
from structlog.types import Processor

from planner.config.settings import Config

SHARED: Final[tuple[Processor, ...]] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)
"""What every line tells beside its event: what is bound to it, how grave it is, who says it, its `extra`, and when."""
TOLD_WHERE_ALONE: Final = structlog.processors.ExceptionRenderer(
    structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
)
"""An error as JSON: the lines of our sources that it passed, and none of what stood in them, as passwords."""


def set_up_logs(config: Config) -> None:
    """Have what is logged written as a JSON a line in production, and as plain lines in a trial."""
    rendered: tuple[Processor, ...]
    if config.mode == "production":
        rendered = (TOLD_WHERE_ALONE, structlog.processors.JSONRenderer(ensure_ascii=False))
    else:
        plain = structlog.dev.plain_traceback  # of the others some show what stood in the lines
        rendered = (structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain),)
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=SHARED,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendered],
        )
    )
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells each look at what step a database is at
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
