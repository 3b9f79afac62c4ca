"""From notebooks to accessible reports: parameters, rendering, warm kernels, incremental builds."""
