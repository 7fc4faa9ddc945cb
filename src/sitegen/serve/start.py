"""Starting a preview from the command line, and ending it."""

import asyncio
import os
from collections.abc import Callable

from sitegen.diagnostics import BuildStopped, error
from sitegen.language.chosen import speech
from sitegen.model import Request
from sitegen.serve.editor import VSCODE, pattern_fault
from sitegen.serve.session import Session, Wanted


def start(request: Request, wanted: Wanted, *, say: Callable[[str], None], quiet: bool, ticking: bool,
          browse: bool) -> int:
    """Show the project until Ctrl-C; the exit code. Raises BuildStopped for what cannot be begun."""
    if not os.path.isfile(os.path.join(request.project, "site.yaml")):
        raise BuildStopped(error("E-CONFIG", "There is no site.yaml here, so this is not a site.",
                                 "Go to the site's folder, or name it: sitegen serve --project path/to/site", exit=2))
    if fault := pattern_fault(wanted.editor):
        raise BuildStopped(error("E-USAGE", f"--editor: {fault}.", f"Write it like this: --editor '{VSCODE}'", exit=2))

    def opened(url: str) -> None:
        if browse:
            import webbrowser

            webbrowser.open(url)

    async def run() -> int:
        return await Session(request, wanted, say, clock=ticking).run(opened)

    code = asyncio.run(run())
    if not quiet:
        say(speech(wanted.language)("The preview has ended."))
    return code


__all__ = ["Wanted", "start"]
