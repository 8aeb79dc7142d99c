"""The command line `kutip`."""
