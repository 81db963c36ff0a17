"""The shipped reference register and the typed lists beside it."""
