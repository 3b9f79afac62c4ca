"""The garbage collector around imports whose memory forked processes are to share.

Why: imports allocate many long-lived objects.  A collection during the imports would scan all of
them again and again and free nothing; one afterwards, in a forked process, would touch the header
of every object and so un-share the pages that the system copies only on write.

Gain: GAIN_GC
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def imports_to_share() -> Iterator[None]:
    """Collect nothing while the context lasts; exempt from collection what is there at its end."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()
