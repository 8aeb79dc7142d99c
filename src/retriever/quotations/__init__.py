"""Is this quotation word for word in the papers?"""
