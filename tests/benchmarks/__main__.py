"""``python -m tests.benchmarks``: every benchmark, one after the other; ``make bench`` calls it.

Names of benchmarks may be given to run only these: ``python -m tests.benchmarks build``.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    """Run the benchmarks named, all by default, each in a process of its own."""
    known = sorted(path.stem for path in HERE.glob("[a-z]*.py"))
    asked = sys.argv[1:] or known
    unknown = [name for name in asked if name not in known]
    if unknown:
        sys.exit(f"no benchmark {', '.join(unknown)}; there are {', '.join(known)}")
    failed = []
    for name in asked:
        print(f"\n== {name} ==", flush=True)
        done = subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"], check=False)
        failed += [name] if done.returncode else []
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
