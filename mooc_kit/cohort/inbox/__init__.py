"""Inbox: what participants sent, from mails, downloads, pasted texts and exports, told apart and taken in once."""
