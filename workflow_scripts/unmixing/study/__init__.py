"""The study: what a config asks for, its runs and paths, its plan and its progress."""
