"""Eligibility: why families take part in the programme, in a file of its own under its own key, for other people."""
