"""The keeping room: keys, the encrypted file, acts, the journal and its proofs."""
