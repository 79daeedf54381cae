"""Document conversion: Word, slides, HTML and Markdown that teachers have already, as pages of a kit."""
