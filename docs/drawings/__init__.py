"""The site's pictures, each made from the running thing."""
