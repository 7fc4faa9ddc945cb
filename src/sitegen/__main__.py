"""The command `sitegen`: from arguments to an exit code, whatever happens."""

import atexit
import gc
import os
import signal
import sys
from types import FrameType
from typing import NoReturn

_MOMENT = 0.005


class Terminated(BaseException):
    """The process was asked to stop (SIGTERM, SIGHUP)."""


def _stop(number: int, frame: FrameType | None) -> None:
    swap = sys.modules.get("sitegen.disk.swap")
    if swap is not None and swap.published:
        # Too late to change nothing: what is left to do takes a moment, and the report tells the truth.
        return
    raise KeyboardInterrupt if number == signal.SIGINT else Terminated


def _unheard(unraisable: "sys.UnraisableHookArgs") -> None:
    """An interruption that fell into code whose exceptions Python drops, as in imports, is raised again in a moment."""
    if not isinstance(unraisable.exc_value, KeyboardInterrupt | Terminated):
        sys.__unraisablehook__(unraisable)
    elif hasattr(signal, "setitimer"):
        number = signal.SIGINT if isinstance(unraisable.exc_value, KeyboardInterrupt) else signal.SIGTERM
        signal.signal(signal.SIGALRM, lambda _, frame: _stop_later(number, frame))
        signal.setitimer(signal.ITIMER_REAL, _MOMENT)


def _stop_later(number: int, frame: FrameType | None) -> None:
    """Raise again what was dropped; on a slow machine the moment may be over before Python has left what drops it."""
    caller = frame
    while caller is not None:
        if caller.f_code is _unheard.__code__:
            signal.setitimer(signal.ITIMER_REAL, _MOMENT)
            return
        caller = caller.f_back
    _stop(number, frame)


def main() -> None:
    """Run the command line and leave with its exit code; no traceback reaches a user without --debug."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        # What nohup or a shell's & has switched off stays off.
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) != signal.SIG_IGN:
            signal.signal(getattr(signal, name), _stop)
    sys.unraisablehook = _unheard
    arguments = sys.argv[1:]
    try:
        # Reading the program leaves no garbage, and looking for it twenty times takes longer than most modules do.
        gc.disable()
        from sitegen.cli import interrupted, run

        gc.enable()
        try:
            code = run(arguments)
        except (KeyboardInterrupt, Terminated) as stop:
            code = _code(stop)
            interrupted(arguments, code)
    except (KeyboardInterrupt, Terminated) as stop:
        # While Python was still reading the program, or while it was taking leave.
        code = _code(stop)
    _be_deaf()
    _leave(code)


def _be_deaf() -> None:
    """What was done is done and said: a signal while Python takes leave must not change the exit code."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)


def _leave(code: int) -> NoReturn:
    """End at once, where nothing but memory is left to give back.

    Python would take it apart piece by piece, which after an edit of a large site takes a tenth of the whole run.
    """
    threading = sys.modules.get("threading")
    if threading is None or threading.active_count() == 1:
        atexit._run_exitfuncs()
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except (OSError, ValueError, AttributeError):
            # Nobody listens any more, which Python says in its own way.
            sys.exit(code)
        os._exit(code)
    sys.exit(code)


def _code(stop: BaseException) -> int:
    return 130 if isinstance(stop, KeyboardInterrupt) else 143


if __name__ == "__main__":
    main()
