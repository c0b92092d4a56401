"""Scenes: a hyperspectral cube with its ground truth, read, simulated, checked and audited."""
