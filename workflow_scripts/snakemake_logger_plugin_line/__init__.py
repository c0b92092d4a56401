"""A logger of Snakemake for terminals: one line of progress, below what one must read.

Snakemake finds it by its name: `snakemake --logger line`.
"""

import logging
import shutil
import sys
from typing import Any

from snakemake.logging import DefaultFilter
from snakemake_interface_logger_plugins.base import LogHandlerBase
from snakemake_interface_logger_plugins.common import LogEvent

from snakemake_changes import check_config_files
from unmixing.study.progress import Progress

# What the line counts, and so need not be read.
COUNTED = (LogEvent.JOB_INFO, LogEvent.JOB_STARTED, LogEvent.JOB_FINISHED, LogEvent.PROGRESS)
ROUTINE = ("Select jobs to execute", "Execute ")
BACK_AND_CLEAR = "\r\x1b[K"

# Here, because Snakemake imports its plug-ins first, used or not.
check_config_files()


class LogHandler(LogHandlerBase):
    """Prints warnings and errors as Snakemake does, and keeps a line of progress below them."""

    writes_to_stream = True
    writes_to_file = False
    has_filter = True
    has_formatter = False
    needs_rulegraph = False

    def __post_init__(self) -> None:
        self.progress: Progress | None = None
        self.cores = 1
        # Not the filter of this handler: a quiet Snakemake's jobs are counted all the same.
        shown = self.common_settings
        self.shown = DefaultFilter(
            shown.quiet, shown.debug_dag, shown.verbose, shown.dryrun, shown.printshellcmds
        )

    def emit(self, record: logging.LogRecord) -> None:
        """Print what one must read, and the line anew."""
        try:
            event = getattr(record, "event", None)
            self._count(event, record)
            text = self.format(record) + "\n" if self._is_to_be_read(event, record) else ""
            print(BACK_AND_CLEAR + text + self._line(), end="", file=sys.stderr, flush=True)
        except Exception:
            # Else it would end the thread that prints, and nothing more would be seen.
            self.handleError(record)

    def close(self) -> None:
        """Leave the line where it is, complete."""
        if self.progress is not None:
            print(file=sys.stderr)
            if self.progress.done:
                print(self.progress.list_slowest_rules(), file=sys.stderr)
            self.progress = None
        super().close()

    def _is_to_be_read(self, event: LogEvent | None, record: logging.LogRecord) -> bool:
        routine = event in COUNTED or record.getMessage().startswith(ROUTINE)
        return self.shown.filter(record) and (self.common_settings.dryrun or not routine)

    def _count(self, event: LogEvent | None, record: logging.LogRecord) -> None:
        # Snakemake tells of its jobs in attributes of its own.
        told: dict[str, Any] = vars(record)
        self.cores = told.get("cores") or self.cores
        if event == LogEvent.RUN_INFO and not self.common_settings.dryrun:
            planned = {rule: n for rule, n in told["stats"].items() if rule != "total"}
            self.progress = Progress(planned, self.cores)
        if self.progress is None:
            return
        # The workflow's own word, as it starts.
        self.progress.expected |= told.get("expected_seconds", {})
        if event == LogEvent.JOB_INFO:
            self.progress.start(told["jobid"], told["rule_name"], record.created)
        elif event == LogEvent.JOB_FINISHED:
            self.progress.finish(told["job_id"], record.created)
        elif event == LogEvent.JOB_ERROR:
            self.progress.fail(told["jobid"])

    def _line(self) -> str:
        width = shutil.get_terminal_size().columns - 1
        return str(self.progress)[:width] if self.progress else ""
