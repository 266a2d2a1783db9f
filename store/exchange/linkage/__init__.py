"""Linkage: who agreed goes to the study they named, who took it back is stopped there, and both are acknowledged."""
