"""The texts of Kutip in each language, and the code that turns messages into sentences."""
