"""Self-serve certificates: people collect their evidence with free tools and certify themselves, in plain words."""
