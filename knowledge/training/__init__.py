"""How the weights in `knowledge/weights` are made from data: `make train`."""
