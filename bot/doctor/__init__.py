"""What Holi needs in order to run, and to be reached by others: one list, for `holi doctor` and for every start."""
