"""What architectures are made of: how one is described, and pieces of Keras."""
