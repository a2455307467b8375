"""A question in, an answer with citations out: the library, its releases, search and the `holi` command."""
