"""The machine that work is on: its cards and its memory."""
