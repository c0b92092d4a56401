"""The study: what a config asks for, its cells and paths, its plan and its progress."""
