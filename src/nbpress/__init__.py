"""From notebooks to accessible reports: parameters, rendering, warm kernels, incremental builds."""

__version__ = "0.1.0"
