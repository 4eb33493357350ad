"""The filled demonstration of `make demo`: invented people and marks, plainly marked as such."""
