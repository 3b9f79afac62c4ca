"""What only a person in JupyterLab sees: form, guide, review, provenance.

Start here: `attended` decides whether a person runs the cells; without one nothing is shown.

    attended         the session of a person: its data, what its cells have shown
    form, controls   the parameters as a form, one control for each type
    page             titles, captions and linked sources beside the outputs
    guide, guide_content, explore
                     the marks and rows of the outputs, to point at
    provenance       the facts, claims and rulings behind a subject
    review           faults of the tables and what has changed
    saving           what was for a person is not saved with the notebook
"""
