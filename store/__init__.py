"""What is kept: importable without a screen; stores are made and opened through `store.door`."""
