"""The shapes of every public document, for the OpenAPI document and the contract tests.

`cms.publication.documents.kinds` says which are whose. What a document embeds of another is the
latter's card as it is stored, without `requested_locale` and `fallback`: `Embedded…`.
"""
