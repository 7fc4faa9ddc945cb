"""The command `sitegen`: from arguments to an exit code, whatever happens."""

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
    arguments = sys.argv[1:]
    try:
        from sitegen.cli import interrupted, run

        try:
            code = run(arguments)
        except (KeyboardInterrupt, Terminated) as stop:
            code = _code(stop)
            interrupted(arguments, code)
    except (KeyboardInterrupt, Terminated) as stop:
        # While Python was still reading the program, or while it was taking leave.
        code = _code(stop)
    sys.exit(code)


def _code(stop: BaseException) -> int:
    return 130 if isinstance(stop, KeyboardInterrupt) else 143


if __name__ == "__main__":
    main()
