"""Files of scenes: a module a kind of file, each to the arrays it holds."""
