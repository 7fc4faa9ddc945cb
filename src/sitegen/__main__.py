"""The command `sitegen`: from arguments to an exit code, whatever happens."""

import os
import signal
import sys
from types import FrameType


class Terminated(BaseException):
    """The process was asked to stop (SIGTERM, SIGHUP)."""


def _terminate(number: int, frame: FrameType | None) -> None:
    raise Terminated


def main() -> None:
    """Run the command line and leave with its exit code; no traceback reaches a user without --debug."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _terminate)
    from sitegen.cli import run

    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except (KeyboardInterrupt, Terminated) as stop:
        code = 130 if isinstance(stop, KeyboardInterrupt) else 143
        print("Stopped. The published site was not changed.", file=sys.stderr)
    except BrokenPipeError:
        # Whoever read our output has gone; say nothing more, not even at interpreter shutdown.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)


if __name__ == "__main__":
    main()
