"""One frozen example of each format, as files, and the parts they are made of."""
