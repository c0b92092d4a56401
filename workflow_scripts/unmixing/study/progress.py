"""How far a running workflow is: jobs counted as they start and end, in one line of text."""

import math
import time
from collections import Counter, defaultdict
from collections.abc import Mapping

# Of the jobs that are left, the share whose rules must have been timed before a time is named.
TIMED_SHARE = 0.9


class Progress:
    """Counts the jobs of a workflow and times them by rule.

    Parameters
    ----------
    planned : rule -> number of jobs
    """

    def __init__(self, planned: Mapping[str, int]) -> None:
        self.left = Counter(planned)
        self.total = sum(planned.values())
        self.done = 0
        self.failed: set[int] = set()
        self.running: dict[int, tuple[str, float]] = {}
        self.durations: defaultdict[str, list[float]] = defaultdict(list)
        self.started = math.nan
        self.now = math.nan

    def start(self, job: int, rule: str, now: float) -> None:
        """Count a job that starts, or that is tried again."""
        if math.isnan(self.started):
            self.started = now
        self.failed.discard(job)
        self.running[job] = rule, now

    def finish(self, job: int, now: float) -> None:
        """Count a job that ended well."""
        self.now = now
        rule, started = self.running.pop(job)
        self.done += 1
        self.left[rule] -= 1
        self.durations[rule].append(now - started)

    def fail(self, job: int) -> None:
        """Count a job that failed."""
        self.running.pop(job, None)
        self.failed.add(job)

    def seconds_left(self) -> float | None:
        """Estimate from the mean duration of each rule and the pace so far, or None too early.

        Rules of which no job has ended are left out; too many of them, and it is too early.
        """
        timed = {rule: self.left[rule] for rule in self.durations}
        if sum(timed.values()) < TIMED_SHARE * self.left.total() or not any(timed.values()):
            return None
        work_done = sum(sum(seconds) for seconds in self.durations.values())
        work_left = sum(
            n * sum(self.durations[rule]) / len(self.durations[rule]) for rule, n in timed.items()
        )
        return (self.now - self.started) * work_left / work_done

    def __str__(self) -> str:
        text = (
            f"{self.done} of {self.total} jobs done, {len(self.running)} running, "
            f"{len(self.failed)} failed"
        )
        seconds = self.seconds_left()
        if seconds is None:
            return text
        end = time.strftime("%a %H:%M", time.localtime(self.now + seconds))
        return f"{text}, about {duration(seconds)} left (until {end})"


def duration(seconds: float) -> str:
    """Write a duration in minutes, or hours and minutes."""
    hours, minutes = divmod(math.ceil(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
