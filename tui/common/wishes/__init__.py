"""What needs no passphrase: a loss, a refusal by number, a hand-in; on paper where the store cannot even be reached."""
