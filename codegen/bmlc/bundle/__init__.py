"""A program as a folder that any static host can serve: linked JavaScript, data shards, pages, types and a manifest."""
