"""Benchmarks: ratios against floors measured in the same run, never a number of seconds asserted."""
