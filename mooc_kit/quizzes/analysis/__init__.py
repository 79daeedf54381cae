"""Item analysis: what people's answers say about the questions, by classical test theory."""
