"""Measured claims about speed, re-runnable: `make bench`. What they mean: benchmarks/README.md."""
