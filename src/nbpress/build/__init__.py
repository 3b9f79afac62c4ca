"""The build: what to make, from what, when; published whole or not at all.

Start here: `build.prepare` plans a `request.Request` for a `project.Project`, `build.carry_out`
does it.

What is asked and what there is
    project          what a project hands to the build
    request          what is asked of one build
    catalogue        reports/catalogue.yml read and checked; yaml_positions knows its lines
    targets          from the catalogue to reports and variants with their parameters
    fingerprint      digests of all inputs; hashing computes them
    cache            answers kept from build to build
    listing          what there is to build, for `list`

What is to be done
    plan             what would be built, and the reasons as sentences
    due              which schedules have come round; schedule_templates for cron, systemd, ...
    lock             one build at a time

Doing it
    runner           hands tasks to workers, tries again, publishes
    executor         what a pool of workers offers: local_pool, dask_pool
    tasks            the two kinds of work: execute a notebook, render a report
    worker           takes a task, returns a result
    execute          the first kind; run_notebook and engine around papermill, scratch for its files
    assemble         the second kind; report_outputs and changes for what goes in
    failures         what went wrong, as data
    jupyter_jobs     the same for jobs of Jupyter Scheduler

What is left
    publish          a folder is replaced as a whole
    journal          run.json
    archive          earlier runs, for "changes since"
    index            the page of all reports
    progress         how far a build is

Speed, each with its reason and its measured gain
    prewarm, worker_preload (and nbpress.kernels.preload, nbpress.kernels.fast_client)
"""
