"""The closed sets of words that acts are told in, in the field's standard terms; needs no third-party package."""
