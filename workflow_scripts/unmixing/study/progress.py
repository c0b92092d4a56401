"""The progress of a running workflow in one line: jobs are counted as they start and end."""

import math
import time
from collections import Counter, defaultdict
from collections.abc import Mapping

# For jobs without an estimate: most plot a figure or write a table.
USUAL_SECONDS = 3.0
LONGEST_LIST = 8


class Progress:
    """Counts the jobs of a workflow and times them by rule.

    Parameters
    ----------
    planned : Mapping[str, int]
        Rule -> number of jobs.
    cores : int
        Cores that the jobs share.

    Attributes
    ----------
    expected : dict[str, float]
        Rule -> estimated seconds of a job, used until one was timed.
    """

    def __init__(self, planned: Mapping[str, int], cores: int = 1) -> None:
        self.left = Counter(planned)
        self.total = sum(planned.values())
        self.expected: dict[str, float] = {}
        self.cores = cores
        self.done = 0
        self.failed: set[int] = set()
        self.running: dict[int, tuple[str, float]] = {}
        self.durations: defaultdict[str, list[float]] = defaultdict(list)
        self.started = math.nan
        self.now = math.nan

    def start(self, job: int, rule: str, now: float) -> None:
        """Count a job that starts or is retried."""
        if math.isnan(self.started):
            self.started = now
        self.now = now
        self.failed.discard(job)
        self.running[job] = rule, now

    def finish(self, job: int, now: float) -> None:
        """Count a job that succeeded."""
        self.now = now
        rule, started = self.running.pop(job)
        self.done += 1
        self.left[rule] -= 1
        self.durations[rule].append(now - started)

    def fail(self, job: int) -> None:
        """Count a job that failed."""
        self.running.pop(job, None)
        self.failed.add(job)

    def seconds_left(self) -> float:
        """Estimate the time left, from the mean duration of each rule and the pace so far."""
        left = sum(n * self._seconds_of(rule) for rule, n in self.left.items())
        under_way = sum(
            min(self.now - started, self._seconds_of(rule))
            for rule, started in self.running.values()
        )
        worked = under_way + sum(map(sum, self.durations.values()))
        # Seconds of work done per second; the added minute steadies the start.
        elapsed = self.now - self.started
        pace = (worked + 60 * self.cores) / (elapsed + 60)
        return (left - under_way) / pace

    def _seconds_of(self, rule: str) -> float:
        timed = self.durations.get(rule)
        return sum(timed) / len(timed) if timed else self.expected.get(rule, USUAL_SECONDS)

    def list_slowest_rules(self) -> str:
        """List the rules that took longest, and the total time."""
        sums = sorted(
            ((sum(of), rule, len(of)) for rule, of in self.durations.items()), reverse=True
        )
        rows = [f"{seconds:8.0f} s  {rule} ({n})" for seconds, rule, n in sums[:LONGEST_LIST]]
        if others := sums[LONGEST_LIST:]:
            n = sum(of for *_, of in others)
            rows.append(f"{sum(seconds for seconds, *_ in others):8.0f} s  all other rules ({n})")
        took = self.now - self.started
        return "\n".join(
            [f"{self.done} jobs in {took:.0f} s; by rule (jobs), one after another:", *rows]
        )

    def __str__(self) -> str:
        text = (
            f"{self.done} of {self.total} jobs done, {len(self.running)} running, "
            f"{len(self.failed)} failed"
        )
        if self.done == self.total or math.isnan(self.now):
            return text
        seconds = self.seconds_left()
        end = time.strftime("%a %H:%M", time.localtime(self.now + seconds))
        return f"{text}, about {format_duration(seconds)} left (until {end})"


def format_duration(seconds: float) -> str:
    """Write a duration in minutes, or in hours and minutes."""
    hours, minutes = divmod(math.ceil(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
