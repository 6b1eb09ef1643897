"""The demo's content put into the tree, through what people use: onboarding, revisions, publishing.

Everything is found by its key first: a second run changes nothing, an interrupted one goes on.
"""
