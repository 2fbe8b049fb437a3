"""The store: campaigns as they are typed, plans as documents, runs, accounts and the journal, in one database."""
