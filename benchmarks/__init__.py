"""Measurements of Penjurian with the whole country in it; README.md here says how to read them."""
