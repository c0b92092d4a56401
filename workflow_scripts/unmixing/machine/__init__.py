"""The machine that runs the work: its user, GPUs and memory."""
