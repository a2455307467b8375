"""How long what people ask is kept, what one person can be given of it, and how it is erased."""
