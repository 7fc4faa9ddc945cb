"""What people see of a mistake of ours: enough to report, nothing private."""

import os
import traceback


def apology(bug: BaseException) -> str:
    """The kind of mistake and where in the program it is."""
    frames = traceback.extract_tb(bug.__traceback__)
    place = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno} in {frames[-1].name}" if frames else "unknown"
    return f"This is a mistake in sitegen, not in your files: {type(bug).__name__} at {place}. Please report it."
