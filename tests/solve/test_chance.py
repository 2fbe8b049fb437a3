"""Chance that follows from a seed alone, and from every seed differently."""

from __future__ import annotations

from planner.solve.chance import draw, seeds_of


def drawn(seed: int, n: int, times: int) -> list[int]:
    seeds = seeds_of(seed)
    return [draw(seeds, n) for _ in range(times)]


def test_every_number_below_the_limit_is_drawn_about_as_often_as_any_other() -> None:
    numbers = drawn(1, 5, 5000)
    assert set(numbers) == set(range(5))
    assert all(900 < numbers.count(each) < 1100 for each in range(5))


def test_the_same_seed_draws_the_same_numbers_and_another_seed_others() -> None:
    assert drawn(7, 1000, 20) == drawn(7, 1000, 20)
    assert len({tuple(drawn(seed, 1000, 20)) for seed in range(50)}) == 50


def test_a_large_seed_draws_too() -> None:
    assert len(set(drawn(2**70, 1000, 20))) > 10
