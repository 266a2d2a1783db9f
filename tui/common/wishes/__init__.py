"""What needs no passphrase: a loss, a refusal by number, a withdrawal, a hand-in; on paper where no store is."""
