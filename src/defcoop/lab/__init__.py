"""What only a person in JupyterLab sees: form, guide, review, provenance."""
