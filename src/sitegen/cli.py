"""The command line: arguments, one call, a report."""

import gc
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TextIO

import click

from sitegen.help_pages import Group
from sitegen.language.chosen import ENGLISH, LANGUAGES, Speech, chosen, lines, speech

if TYPE_CHECKING:
    from sitegen.model import Report, Request


def run(arguments: Sequence[str]) -> int:
    """Run one command line and answer its exit code; interruptions pass through."""
    language = _asked_for(arguments)
    try:
        return int(sitegen.main(list(arguments), prog_name="sitegen", standalone_mode=False, obj=language) or 0)
    except click.exceptions.Abort:
        raise KeyboardInterrupt from None
    except click.exceptions.NoArgsIsHelpError as problem:
        problem.show()
        return 2
    except click.ClickException as problem:
        command = problem.ctx.command_path if isinstance(problem, click.UsageError) and problem.ctx else "sitegen"
        help = f"See what can be typed: {command} --help"
        return _refuse(arguments, "E-USAGE", " ".join(problem.format_message().split()), help, exit=2)
    except (OSError, RecursionError, MemoryError) as problem:
        if _debugging(arguments):
            raise
        return _refuse(arguments, "E-SYSTEM", _reason(problem), "Remedy that, then run the same command again.", exit=3)
    except Exception as bug:
        if _debugging(arguments):
            raise
        _say(speech(language)(_apology(bug)), err=True)
        return 4


def _asked_for(arguments: Sequence[str]) -> str:
    """The language in which people are spoken to; what programs read is the same in all."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return chosen(arguments, os.environ, encoding=encoding, interface=_windows_interface())


def _windows_interface() -> int:
    """The number of the language of Windows' menus; 0 on other systems."""
    if sys.platform != "win32":
        return 0
    import ctypes

    return int(ctypes.windll.kernel32.GetUserDefaultUILanguage())


def interrupted(arguments: Sequence[str], code: int) -> None:
    """Say that the run was stopped, in the form that was asked for."""
    _refuse(arguments, "E-STOPPED", "Stopped before the work was done.", "Run the same command again.", exit=code)


def _refuse(arguments: Sequence[str], code: str, message: str, help: str, *, exit: int) -> int:
    """Report the one reason why nothing was done: to programs like every other report, to people as an error."""
    from sitegen import console
    from sitegen.diagnostics import error
    from sitegen.model import Report

    command = next((word for word in arguments if word in sitegen.commands), "build")
    report = Report(command=command, exit=exit, diagnostics=(error(code, message, help, exit=exit),))
    if "json" in arguments or "--format=json" in arguments:
        _say(console.as_json(report))
    elif "sarif" in arguments or "--format=sarif" in arguments:
        _say(console.as_sarif(report))
    else:
        _say(console.as_text(report, output="build", said=speech(_asked_for(arguments))), err=True)
    return exit


_speaking = click.option(
    "--language", type=click.Choice(LANGUAGES), expose_value=False, help="Speak this language (default: your system's)."
)
"""For the help alone: run() looks for it before anything else is read, because mistakes in the line are told in it."""


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@_speaking
@click.version_option(package_name="sitegen")
def sitegen() -> None:
    """Publish the web site of a consortium and its events, in its languages, from Markdown and YAML."""


def common_options(command: Any) -> Any:
    """The options that every command takes which depends on the time."""
    clock = click.option(
        "--now", metavar="ISO-8601", help="Build as if it were this time; a date means 00:00 in the site's zone."
    )
    return clock(_speaking(timeless_options(command)))


KINDS = ("event", "news", "publication", "page", "member", "organisation", "person", "timeline", "place", "topic",
         "series", "term")
"""What `new` can make."""
_LEFT: list[object] = []
"""What a build leaves, which is held to the end of this process: to take it apart would take longer than to end."""
FORMS = ("text", "json", "github", "sarif")


def timeless_options(command: Any, *, forms: Sequence[str] = FORMS) -> Any:
    """The options that every command takes."""
    for option in (
        click.option("--debug", is_flag=True, help="Show a traceback if sitegen itself fails."),
        click.option("--quiet", is_flag=True, help="Print problems only."),
        click.option(
            "--format",
            "form",
            type=click.Choice(forms),
            default="text",
            help="How to report: for people, for programs, for a pull request, or for a service (SARIF).",
        ),
        click.option(
            "--project",
            type=click.Path(file_okay=False, exists=True),
            default=".",
            help="The project folder (default: here).",
        ),
    ):
        command = option(command)
    return command


@sitegen.command()
@common_options
@click.option("--output", type=click.Path(file_okay=False), help="Publish into this folder instead of build/.")
@click.option("--base-url", metavar="URL", help="Publish for this address instead of the one in site.yaml.")
@click.option("--clean", is_flag=True, help="Forget what earlier builds remembered.")
@click.option(
    "--drafts", is_flag=True, help="Include drafts and scheduled pages, labelled and kept from search engines."
)
@click.option("--dry-run", is_flag=True, help="Say what would be added, changed and removed; publish nothing.")
@click.option("--explain", is_flag=True, help="Say why each page was rendered again.")
@click.option("--verify", is_flag=True, help="Also build from nothing, compare, and publish only if both are the same.")
@click.option("--allow-shrink", is_flag=True, help="Publish even if many pages vanish.")
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--jobs", type=click.IntRange(0, 256), default=0, help="Worker processes (default: as many as pay).")
@click.option(
    "--executor",
    default="",
    metavar="dask://HOST:PORT",
    callback=lambda context, option, value: _scheduler(value),
    help="Let the workers of that Dask cluster parse and render.",
)
@click.option(
    "--wait",
    type=click.FloatRange(0),
    default=0.0,
    metavar="SECONDS",
    help="Wait this long for another build to finish.",
)
@click.option("--profile", is_flag=True, help="Say what each stage of the build took.")
def build(
    *,
    project: str,
    now: str | None,
    form: str,
    quiet: bool,
    debug: bool,
    output: str | None,
    base_url: str | None,
    profile: bool,
    **options: Any,
) -> int:
    """Publish the site into build/, or change nothing and say why."""
    started = time.perf_counter()
    _collect_seldom()
    # Absolute paths, once, so that nothing later depends on the folder the command was typed in.
    root = os.path.abspath(project)
    target = os.path.abspath(output) if output else os.path.join(root, "build")
    from sitegen import quick
    from sitegen.model import Request

    request = Request(project=root, output=target, now=_now(now), base_url=base_url or "", **options)
    report = _profiled(request) if profile else quick.unchanged(request) or _build(request)
    report.seconds = time.perf_counter() - started
    _print(report, form=form, quiet=quiet, output=output or os.path.relpath(target, root))
    return report.exit


def _scheduler(typed: str) -> str:
    """HOST:PORT of dask://HOST:PORT; nothing where nothing is typed."""
    address = typed.removeprefix("dask://")
    host, _, port = address.rpartition(":")
    if typed and (address == typed or not host or not port.isascii() or not port.isdigit()):
        raise click.BadParameter(f"{typed!r} is not a Dask scheduler's address. Write dask://localhost:8786")
    return address


def _collect_seldom() -> None:
    """A run makes many values and keeps most of them to its end: to look through them again and again for garbage would
    take longer than all else. What a page leaves behind is still collected soon enough.
    """
    gc.set_threshold(100_000, 50, 1000)


def _build(request: "Request") -> "Report":
    from sitegen import lookout

    looking = lookout.begin(request)
    return _load_build()(request, lookout=looking, hold=_LEFT.append)


def _load_build() -> "Callable[..., Report]":
    _LEFT.clear()
    fresh = "sitegen.build" not in sys.modules
    # Imported here because the no-op, decided above, must not pay for Jinja, Markdown and Babel.
    from sitegen.build import build_alone

    if fresh:
        # The program itself is no garbage, and need not be looked through; what an earlier build left behind is.
        gc.freeze()
    return build_alone


def _profiled(request: "Request") -> "Report":
    """The same as without --profile, with what each step took."""
    from sitegen import quick
    from sitegen.stopwatch import Stopwatch

    stopwatch = Stopwatch()
    report = stopwatch.lap("quick look", quick.unchanged(request))
    if report is None:
        from sitegen import lookout

        looking = lookout.begin(request)
        build_alone = _load_build()
        stopwatch.lap("load the program", None)
        report = stopwatch.lap("leave", build_alone(request, stopwatch.lap, looking, _LEFT.append))
    report.profile = tuple(stopwatch.stages)
    return report


@sitegen.command()
@common_options
@click.option("--output", type=click.Path(file_okay=False), help="Look at this published folder instead of build/.")
@click.option("--base-url", metavar="URL", help="The address it was published for, if not the one in site.yaml.")
@click.option("--drafts", is_flag=True, help="Check drafts and scheduled pages, too.")
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--jobs", type=click.IntRange(0, 256), default=0, help="Worker processes (default: as many as pay).")
@click.option("--fix", is_flag=True, help="First put right what is certain: punctuation, dashes, spaces, wrong names.")
@click.option("--external", is_flag=True, help="Also ask other sites whether the links to them still lead somewhere.")
@click.option("--published", default="", metavar="URL-or-DIR",
              help="Also compare with the site as it is published there: which addresses would vanish?")
@click.option("--update-baseline", is_flag=True, help="Record how far sections are translated: none may fall below.")
@click.option("--pairs", type=click.Path(dir_okay=False, exists=True), metavar="FILE.tsv",
              help="Compare the facts of translations in this table (columns id, english, chinese) and nothing else.")
def check(
    *, project: str, now: str | None, form: str, quiet: bool, debug: bool, output: str | None, base_url: str | None,
    update_baseline: bool, fix: bool, external: bool, published: str, pairs: str | None, **options: Any,
) -> int:
    """Say everything that can be wrong with sources, translations and the published tree; publish nothing."""
    started = time.perf_counter()
    _collect_seldom()
    root = os.path.abspath(project)
    target = os.path.abspath(output) if output else os.path.join(root, "build")
    from sitegen import quick
    from sitegen.model import Request

    request = Request(project=root, output=target, now=_now(now), base_url=base_url or "", **options)
    if pairs is not None:
        return _pairs(request, pairs, form=form, quiet=quiet)
    known = None if update_baseline or fix or external or published else quick.checked(request)
    report = known or _check(request, fix=fix, update_baseline=update_baseline, external=external, published=published)
    report.seconds = time.perf_counter() - started
    _print(report, form=form, quiet=quiet, output=output or os.path.relpath(target, root))
    return report.exit


def _pairs(request: "Request", path: str, *, form: str, quiet: bool) -> int:
    from sitegen.commands.pairs import check_pairs

    report, said = check_pairs(request, path, form=form)
    if said:
        _say(said)
    else:
        _print(report, form=form, quiet=quiet, output="build")
    return report.exit


def _check(
    request: "Request", *, fix: bool, update_baseline: bool, external: bool, published: str
) -> "Report":
    # Imported here because the no-op must not pay for Jinja, Markdown and Babel.
    from msgspec.structs import replace

    from sitegen.commands.check import check_project
    from sitegen.commands.repair import fix_texts
    from sitegen.model import Report

    refused, mended = fix_texts(request) if fix else (Report(), ())
    if refused.exit > 1:
        return replace(refused, command="check")
    report = check_project(request, update_baseline=update_baseline, external=external, published=published)
    report.written += len(mended)
    report.notices = (*mended, *report.notices)
    return report


@sitegen.command()
@click.option("--project", type=click.Path(file_okay=False, exists=True), default=".",
              help="The project folder (default: here).")
@click.option("--now", metavar="ISO-8601", help="Show the site as it is at this time, and let no time pass.")
@click.option("--host", default="localhost", metavar="NAME", help="Where to listen (default: localhost).")
@click.option("--port", type=click.IntRange(1, 65535), help="The port (default: the first free one from 8000).")
@click.option("--expose", is_flag=True, help="Let other machines of your network see the preview, drafts too.")
@click.option("--open", "open_browser", is_flag=True, help="Open the browser.")
@click.option("--edit", is_flag=True, help="Let translations be typed in the browser and saved into the project.")
@click.option("--no-drafts", is_flag=True, help="Hide drafts and scheduled pages, as a build does.")
@click.option("--scan", is_flag=True, help="Look for changes again and again: for network disks, which do not tell.")
@click.option("--editor", metavar="URL", envvar="SITEGEN_EDITOR", default="vscode://file/{path}:{line}:{column}",
              help="How links open a file in your editor; \"\" for no links.")
@_speaking
@click.option("--quiet", is_flag=True, help="Print problems only.")
@click.option("--debug", is_flag=True, help="Show a traceback if sitegen itself fails.")
def serve(
    *, project: str, now: str | None, port: int | None, open_browser: bool, no_drafts: bool, editor: str, quiet: bool,
    debug: bool, **options: Any,
) -> int:
    """Show the site in the browser, and again whenever a file is saved; build/ is not touched. Ctrl-C ends it."""
    from sitegen.diagnostics import BuildStopped
    from sitegen.model import Report, Request
    from sitegen.serve.start import Wanted, start

    _collect_seldom()
    root = os.path.abspath(project)
    request = Request(project=root, output=os.path.join(root, "build"), now=_now(now), drafts=not no_drafts)
    ticking = now is None and "SOURCE_DATE_EPOCH" not in os.environ
    wanted = Wanted(port=port or 0, editor=editor, language=click.get_current_context().obj or ENGLISH, **options)
    try:
        return start(request, wanted, say=_say, quiet=quiet, ticking=ticking, browse=open_browser)
    except BuildStopped as stop:
        report = Report(command="serve", exit=max(d.exit for d in stop.diagnostics), diagnostics=stop.diagnostics)
        _print(report, form="text", quiet=quiet, output="build")
        return report.exit


def _outside_options(command: Any) -> Any:
    """The options of what makes a project, and so can be told none."""
    for option in (
        click.option("--debug", is_flag=True, help="Show a traceback if sitegen itself fails."),
        click.option("--quiet", is_flag=True, help="Print problems only."),
        click.option("--format", "form", type=click.Choice(("text", "json")), default="text",
                     help="How to report: for people or for programs."),
        click.option("--now", metavar="ISO-8601", help="Make it as on this day: its dates lie around it."),
    ):
        command = option(command)
    return command


@sitegen.command()
@_speaking
@_outside_options
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False))
@click.option("--from", "source", type=(click.Choice(("wordpress",)), click.Path(exists=True, dir_okay=False)),
              metavar="wordpress FILE", help="Begin with what an export of WordPress holds.")
@click.option("--media", type=click.Path(exists=True, file_okay=False),
              help="Where the files of wp-content/uploads/ are, for --from.")
@click.option("--publish-to", type=click.Choice(("github", "gitlab", "netlify", "cloudflare", "server")),
              help="Add what publishes it there: on each push, each day and whenever time has changed what it says.")
def init(
    *, folder: str, now: str | None, form: str, quiet: bool, debug: bool, source: tuple[str, str] | None,
    media: str | None, publish_to: str | None,
) -> int:
    """Make a new project in DIR that builds at once: a small site in English and Chinese, to be made your own."""
    started = time.perf_counter()
    if media and source is None:
        raise click.UsageError("--media is for --from wordpress FILE.")
    if publish_to and source is not None:
        raise click.UsageError("--publish-to is for a new site; with --from, copy the files of docs/publish.md.")
    if source is not None:
        from sitegen.commands.moving_in import move_in

        report = move_in(_making(folder, now), folder, source[1], media or "")
    else:
        from sitegen.commands.init import init_project

        report = init_project(_making(folder, now), folder, publish_to or "")
    report.seconds = time.perf_counter() - started
    _print(report, form=form, quiet=quiet, output="build")
    return report.exit


@sitegen.command()
@common_options
@click.option("--name", default="", metavar="NAME", help="Its name in addresses and references; else made of TITLE.")
@click.option("--set", "given", multiple=True, metavar="FIELD=VALUE", help="A field that is known already; repeatable.")
@click.argument("kind", metavar="KIND", type=click.Choice(KINDS))
@click.argument("title")
def new(*, project: str, now: str | None, form: str, quiet: bool, debug: bool, kind: str, title: str, name: str,
        given: tuple[str, ...]) -> int:
    """Write a page in each language, or a record into its list, with the fields to fill. Nothing is overwritten.

    KIND is event, news, publication or page; member, organisation, person, timeline, place, topic, series or term.
    TITLE is in the site's first language, or in each: "Spring school // 春季学校".
    """
    started = time.perf_counter()
    from sitegen.commands.new import new_things
    from sitegen.commands.wanted import Wanted

    report = new_things(_making(project, now), Wanted(kind, title, name, given))
    report.seconds = time.perf_counter() - started
    _print(report, form=form, quiet=quiet, output="build")
    return report.exit


@sitegen.command()
@_speaking
@timeless_options
def schema(*, project: str, form: str, quiet: bool, debug: bool) -> int:
    """Write JSON Schemas into .vscode/schemas/, by which editors complete and check YAML in the site's languages."""
    started = time.perf_counter()
    from sitegen.commands.schema import write_schemas

    report = write_schemas(_making(project, None))
    report.seconds = time.perf_counter() - started
    _print(report, form=form, quiet=quiet, output="build")
    return report.exit


def _making(project: str, now: str | None) -> "Request":
    from sitegen.model import Request

    root = os.path.abspath(project)
    return Request(project=root, output=os.path.join(root, "build"), now=_now(now), drafts=True)


@sitegen.command()
@common_options
@click.argument("folder", required=False, type=click.Path(file_okay=False))
def stale(*, project: str, now: str | None, form: str, quiet: bool, debug: bool, folder: str | None) -> int:
    """Has time passed something the published site says? Exit 5 if so: build again.

    FOLDER is a published tree (default: build/ of the project).
    """
    from sitegen.staleness import is_stale

    started = time.perf_counter()
    report = is_stale(folder or os.path.join(project, "build"), project=os.path.abspath(project), now=_now(now))
    report.seconds = time.perf_counter() - started
    _print(report, form=form, quiet=quiet, output="build")
    return report.exit


# ---- translations --------------------------------------------------------------------------------------------------


@sitegen.group()
def i18n() -> None:
    """Translations: which are out of date, and people's word that they are not."""


def _status_options(command: Any) -> Any:
    return timeless_options(command, forms=("text", "json", "markdown"))


_language = click.option("--language", default="", metavar="CODE", help="Only translations into this language.")
_dry_run = click.option("--dry-run", is_flag=True, help="Show what would be written; write nothing.")


@i18n.command()
@_status_options
@_language
@click.option("--since", default="", type=click.Path(dir_okay=False), metavar="FILE.json",
              help="With markdown: first what has changed since this was the answer of --format json.")
@click.argument("pages", nargs=-1, metavar="[PAGE]...")
def status(
    *, project: str, form: str, quiet: bool, debug: bool, language: str, since: str, pages: tuple[str, ...]
) -> int:
    """Say of every text whether its translation is fresh, stale, missing, orphan, unrecorded or revised.

    PAGE is a page's file, name or address: its texts are listed.
    """
    from sitegen.commands.i18n import report_status

    if since and form != "markdown":
        raise click.UsageError("--since is for --format markdown.")
    request = _asking(project)
    return _answer(
        lambda: report_status(request, pages, language=language, form=form, since=since), form=form, quiet=quiet
    )


@i18n.command()
@timeless_options
@_language
@_dry_run
@click.option("--as", "covering", default="", metavar="UNIT", help="The translation of this text covers all of them.")
@click.option("--trivial", default="", metavar="REASON", help="The source changed, its meaning did not: say why.")
@click.option("--revised", is_flag=True, help="All texts that were changed on both sides; for CI, on merging.")
@click.argument("units", nargs=-1, metavar="[UNIT]...")
def ack(
    *, project: str, form: str, quiet: bool, debug: bool, dry_run: bool, units: tuple[str, ...], **wanted: Any
) -> int:
    """Confirm that translations are right for what their source says now; shows what has changed.

    UNIT is the id that status tells.
    """
    if bool(units) == wanted["revised"]:
        raise click.UsageError("Name the texts that you have read, by the ids that status tells; or give --revised.")
    from sitegen.commands.confirm import Wanted
    from sitegen.commands.i18n import acknowledge_units

    request, typed, colour = _asking(project, dry_run=dry_run), Wanted(units, **wanted), _colour(form)
    return _answer(lambda: acknowledge_units(request, typed, colour=colour), form=form, quiet=quiet)


@i18n.command()
@timeless_options
@_language
@_dry_run
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
def adopt(
    *, project: str, form: str, quiet: bool, debug: bool, dry_run: bool, language: str, pages: tuple[str, ...]
) -> int:
    """Record pages once whose translations are right and of which nothing is recorded yet.

    PAGE is a page's file, name or address, or a data file.
    """
    from sitegen.commands.i18n import adopt_pages

    request, colour = _asking(project, dry_run=dry_run), _colour(form)
    return _answer(lambda: adopt_pages(request, pages, language=language, colour=colour), form=form, quiet=quiet)


@i18n.command()
@timeless_options
@_dry_run
def extract(*, project: str, form: str, quiet: bool, debug: bool, dry_run: bool) -> int:
    """Write the templates (.pot) of the content catalogues: every text that no file translates."""
    return _catalogues(_asking(project, dry_run=dry_run), templates_only=True, form=form, quiet=quiet)


@i18n.command()
@timeless_options
@_dry_run
def update(*, project: str, form: str, quiet: bool, debug: bool, dry_run: bool) -> int:
    """Bring the content catalogues up to date with the pages, their templates too.

    Translations are kept; those of a text that has changed are marked fuzzy beside what it said before.
    """
    return _catalogues(_asking(project, dry_run=dry_run), templates_only=False, form=form, quiet=quiet)


def _catalogues(request: "Request", *, templates_only: bool, form: str, quiet: bool) -> int:
    from sitegen.commands.i18n import write_catalogues

    return _answer(lambda: write_catalogues(request, templates_only=templates_only, say=form == "text"),
                   form=form, quiet=quiet)


@i18n.command()
@timeless_options
@click.option("--language", required=True, metavar="CODE", help="The language to translate into.")
@click.option("--stale", is_flag=True, help="Texts whose translation is out of date.")
@click.option("--missing", is_flag=True, help="Texts without a translation.")
@click.argument("pages", nargs=-1, metavar="[PAGE]...")
@click.argument("job", type=click.Path(dir_okay=False), metavar="JOB.po")
def export(
    *, project: str, form: str, quiet: bool, debug: bool, language: str, stale: bool, missing: bool,
    pages: tuple[str, ...], job: str,
) -> int:
    """Write texts for a translator into one catalogue, JOB.po: what is stale or missing, or all of the pages named."""
    from sitegen.commands.i18n import export_job

    request = _asking(project)
    return _answer(
        lambda: export_job(request, pages, job, language=language, stale=stale, missing=missing, say=form == "text"),
        form=form, quiet=quiet)


@i18n.command("import")
@timeless_options
@_dry_run
@click.argument("job", type=click.Path(dir_okay=False, exists=True), metavar="JOB.po")
def import_(*, project: str, form: str, quiet: bool, debug: bool, dry_run: bool, job: str) -> int:
    """Put what a translator made of an export into the files it belongs to, and record it.

    A text whose source has changed in the meantime is refused, the others are taken.
    """
    from sitegen.commands.i18n import import_job

    request = _asking(project, dry_run=dry_run)
    return _answer(lambda: import_job(request, job, say=form == "text"), form=form, quiet=quiet)


@i18n.command()
@timeless_options
@_dry_run
@click.option("--to", "way", required=True, type=click.Choice(("files", "inline", "catalogue")),
              help="A file for each language, one file for both, or a catalogue.")
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
def convert(
    *, project: str, form: str, quiet: bool, debug: bool, dry_run: bool, way: Any, pages: tuple[str, ...]
) -> int:
    """Translate pages in another way from now on; what is published and what is recorded stay the same.

    PAGE is a page's file, name or address.
    """
    from sitegen.commands.convert import convert_pages

    request = _asking(project, dry_run=dry_run)
    return _answer(lambda: convert_pages(request, pages, way, say=form == "text"), form=form, quiet=quiet)


@i18n.command("pseudo")
@timeless_options
@click.option("--output", type=click.Path(file_okay=False), help="Build into this folder instead of build-pseudo/.")
def pseudo(*, project: str, form: str, quiet: bool, debug: bool, output: str | None) -> int:
    """Build the site into build-pseudo/ with one language more, en-XA, that shows what cannot be translated.

    Its words are English with accents, longer and in brackets. No source file is changed; nothing of it is for search
    engines.
    """
    from msgspec.structs import replace

    from sitegen.commands.pseudo import build_pseudo

    target = os.path.abspath(output or os.path.join(project, "build-pseudo"))
    started = time.perf_counter()
    report = build_pseudo(replace(_asking(project), output=target))
    report.seconds = time.perf_counter() - started
    _print(report, form=form, quiet=quiet, output=output or os.path.relpath(target, os.path.abspath(project)))
    return report.exit


def _asking(project: str, *, dry_run: bool = False) -> "Request":
    """Drafts and what is scheduled are translated before they are published, and so at any time."""
    from sitegen.model import Request

    root = os.path.abspath(project)
    return Request(project=root, output=os.path.join(root, "build"), now=_now(None), drafts=True, dry_run=dry_run)


def _answer(work: Callable[[], tuple["Report", str]], *, form: str, quiet: bool) -> int:
    """Print what was asked for in words, or the report: always where the answer is that nothing can be said."""
    started = time.perf_counter()
    report, said = work()
    report.seconds = time.perf_counter() - started
    if report.exit or not said:
        _print(report, form="text" if form == "markdown" else form, quiet=quiet, output="build")
    elif not quiet:
        _say(lines(said, _said()) if form == "text" else said)
    return report.exit


def _colour(form: str) -> bool | None:
    """Whether people look on who can see colours; None where the report alone is asked for."""
    if form != "text":
        return None
    return bool(sys.stdout and sys.stdout.isatty() and not os.environ.get("NO_COLOR"))


def _now(text: str | None) -> datetime:
    """The one clock: --now, else SOURCE_DATE_EPOCH, else the machine's. A time without a zone is the site's."""
    if text is not None:
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            raise click.BadParameter(
                f"{text!r} is not a time. Write 2026-11-21 or 2026-11-21T09:30+00:00.", param_hint="--now"
            ) from None
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC)
    if not epoch.isascii() or not epoch.isdigit() or int(epoch) > 253402300799:
        raise click.UsageError(
            f"SOURCE_DATE_EPOCH is {epoch!r}; it must be a whole number of seconds since 1970, for example 1763683200."
        )
    return datetime.fromtimestamp(int(epoch), UTC)


def _print(report: "Report", *, form: str, quiet: bool, output: str) -> None:
    from sitegen import console

    if form == "json":
        _say(console.as_json(report))
    elif form == "github":
        _say(console.as_github(report))
    elif form == "sarif":
        _say(console.as_sarif(report))
    elif text := console.as_text(report, output=output, quiet=quiet, said=_said()):
        _say(text)


def _said() -> Speech:
    """How the command that runs says a sentence."""
    return speech(click.get_current_context().obj or ENGLISH)


def _say(text: str, *, err: bool = False) -> None:
    """On any console, what it cannot show spelled out; and if nobody reads any more, the work is done all the same."""
    stream: TextIO | None = sys.stderr if err else sys.stdout
    if stream is None:
        return
    encoding = stream.encoding or "utf-8"
    try:
        click.echo(_showable(text, encoding), err=err)
        stream.flush()
    except BrokenPipeError:
        # Also nothing more at interpreter shutdown.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _showable(text: str, encoding: str) -> str:
    """What the stream cannot show spelled out; in an object for programs, so that it stays the same object."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        if text.startswith("{"):
            return json.dumps(json.loads(text))
        return text.encode(encoding, "backslashreplace").decode(encoding)
    return text


def _debugging(arguments: Sequence[str]) -> bool:
    return "--debug" in arguments


def _reason(problem: BaseException) -> str:
    if isinstance(problem, OSError):
        return f"{problem.strerror or problem}: {problem.filename}" if problem.filename else str(problem)
    if isinstance(problem, MemoryError):
        return "the machine has run out of memory"
    return "something is nested too deeply"


def _apology(bug: Exception) -> str:
    """What a person sees of a mistake of ours: enough to report, nothing private."""
    import traceback

    frames = traceback.extract_tb(bug.__traceback__)
    place = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno} in {frames[-1].name}" if frames else "unknown"
    return (
        f"This is a mistake in sitegen, not in your files: {type(bug).__name__} at {place}.\n"
        "Please report it; --debug shows the details. The published site was not changed."
    )
