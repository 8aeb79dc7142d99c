"""How is the question to be read?"""
