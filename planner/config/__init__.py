"""The server's own settings: config.toml, and the environment above it."""

from planner.config.read import read_config
from planner.config.settings import Config

__all__ = ["Config", "read_config"]
