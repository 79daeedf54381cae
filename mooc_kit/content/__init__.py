"""Course content: Markdown, HTML both ways, mathematics, embeds, pictures, contrast, cleaning."""
