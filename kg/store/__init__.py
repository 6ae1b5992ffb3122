"""The graph on disk: Oxigraph's one home, and the only package that writes ``output/store``."""
