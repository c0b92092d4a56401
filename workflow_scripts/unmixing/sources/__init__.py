"""Training pixels that are no labels of the scene: mixtures of its library, and other scenes."""
