"""The app at the door, beside floors made in the same run: a bare app, one that answers a key, and fzf."""
