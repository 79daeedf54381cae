"""Item analysis: what people's answers tell about the questions, by classical test theory."""
