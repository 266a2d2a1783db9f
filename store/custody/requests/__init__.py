"""What people ask: to see what is held, to complain, to have it deleted; taken down in under a minute, anywhere."""
