"""The whole life of one survey, told as it is done: councils' files in, two waves, everything destroyed, all proved.

One script serves whoever watches it (`make tour`) and the journey that holds it.
"""
