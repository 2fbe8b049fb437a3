"""What the program reaches on campaigns, measured and kept: each module is run as `python -m benchmarks.NAME`."""
