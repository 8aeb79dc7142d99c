"""How is a passage cited?"""
