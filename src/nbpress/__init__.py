"""From notebooks to accessible reports: parameters, rendering, warm kernels, incremental builds.

Start here: `build.project.project_at` describes a project, `build.build` builds its reports.

    build            which reports to make; running, rendering and publishing them
    render           run notebooks to HTML and PDF; the contract is report-output.schema.json
    kernels          kernels that start in a fraction of a second
    parameters       declared, validated, shown
    markdown_text    text from data, escaped for Markdown
    errors           what a caller may catch

tests/second_project is a project of two notebooks and a script of ten lines.
"""

__version__ = "0.1.0"
