"""Has time passed something that the published site says?"""

from datetime import UTC, datetime, tzinfo

from sitegen.content.config import parse_config
from sitegen.diagnostics import BuildStopped, error
from sitegen.disk.manifest import read_manifest
from sitegen.disk.sources import read, scan, theme_root
from sitegen.model import Ledger, Report
from sitegen.moments import zone


def is_stale(folder: str, *, now: datetime, project: str) -> Report:
    """The report of `sitegen stale` on a published tree: exit 5 once its time is past, 2 if it is none of ours.

    A naive `now` is local time of the project's zone.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        problem = error(
            "E-STALE",
            f"{folder} is not a site published by sitegen.",
            "Name the published folder: sitegen stale path/to/build",
            exit=2,
        )
        return Report(command="stale", exit=2, diagnostics=(problem,))
    report = Report(command="stale", pages=manifest.pages, stale_after=manifest.stale_after)
    if manifest.stale_after is None:
        report.notices = ("Nothing on this site changes with time alone.",)
        return report
    limit = datetime.fromisoformat(manifest.stale_after)
    moment = now if now.tzinfo else now.replace(tzinfo=site_zone(project))
    report.exit = 5 if moment >= limit else 0
    time = f"{limit:%Y-%m-%d %H:%M} UTC"
    report.notices = (f"The site has been out of date since {time}." if report.exit else
                      f"The site stays right until {time}.",)
    return report


def site_zone(project: str) -> tzinfo:
    """The zone of the project's site.yaml; UTC where there is none to read."""
    try:
        config, _ = parse_config(read(scan(project, theme_root(), ledger=Ledger()), "site.yaml"))
    except (BuildStopped, KeyError):
        return UTC
    return zone(config.timezone) if config else UTC
