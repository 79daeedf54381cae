"""Course: the platform-neutral model, and how it is assembled from spec, kit and options."""
