"""CP-SAT as it is run here: one worker and work counted instead of time, so that a model always has the same answer."""

from __future__ import annotations

from ortools.sat.python import cp_model


def run(model: cp_model.CpModel, seed: int, work: float) -> cp_model.CpSolver:
    """Return the solver with the best solution that it found.

    Parameters
    ----------
    work
        CP-SAT's deterministic time; a unit is one to three seconds of a core.

    Raises
    ------
    ArithmeticError
        Where the work ended before any solution was found, or there is none.
    """
    solver = cp_model.CpSolver()
    solver.parameters.catch_sigint_signal = False  # Ctrl-C is for whoever called: its own handler would stay behind
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = work
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise ArithmeticError(f"CP-SAT found no solution: {solver.status_name(status)}")
    return solver
