"""The sentences of the reports: one module per report, every number from the run."""
