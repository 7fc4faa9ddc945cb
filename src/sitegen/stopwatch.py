"""Where the time of a build goes: `build()` names each stage as it ends, a stopwatch notes what it took."""

import os
import time
from collections.abc import Callable, Sized
from typing import Protocol, TypeVar

from sitegen.model import StageTime

T = TypeVar("T")

Clock = Callable[[], tuple[float, float]]
"""Seconds on the wall and seconds of processors, each since any fixed moment."""


class Lap(Protocol):
    """Told at the end of a stage: its name and what came of it, which is passed on as it is."""

    def __call__(self, stage: str, value: T) -> T:
        """The value."""


def untimed(stage: str, value: T) -> T:
    """What a build that nobody times does at the end of each stage: nothing."""
    return value


def read_clock() -> tuple[float, float]:
    """The machine's clocks; of processors, for this process and for workers that have ended."""
    spent = os.times()
    return time.perf_counter(), spent.user + spent.system + spent.children_user + spent.children_system


class Stopwatch:
    """Runs from when it is made; each lap is what passed since the one before."""

    def __init__(self, clock: Clock = read_clock) -> None:
        self._clock = clock
        self._wall, self._cpu = clock()
        self.stages: list[StageTime] = []

    def lap(self, stage: str, value: T) -> T:
        """Note what the stage took, and how many things came of it where they can be counted."""
        wall, cpu = self._clock()
        items = len(value) if isinstance(value, Sized) else None
        self.stages.append(StageTime(name=stage, wall=wall - self._wall, cpu=cpu - self._cpu, items=items))
        self._wall, self._cpu = wall, cpu
        return value
