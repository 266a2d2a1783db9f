"""What the controller audits by: a pack that proves itself, checkpoints held against the journal, a witness outside."""
