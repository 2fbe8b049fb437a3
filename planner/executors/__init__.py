"""Tasks done elsewhere: in processes of this machine, or on a Dask cluster; what they are is other rooms' matter."""

from planner.executors.executor import Executor, Failure, is_stopped
from planner.executors.opened import ADDRESS, open_executor

__all__ = ["ADDRESS", "Executor", "Failure", "is_stopped", "open_executor"]
