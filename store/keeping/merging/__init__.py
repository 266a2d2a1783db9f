"""What stands when several devices wrote about one family without knowing of each other; pure, a noun a file."""
