"""India-Japan defence cooperation: curated evidence, honest statistics, reports."""
