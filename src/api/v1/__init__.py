"""The routes and schemas of the HTTP contract, version 1."""
