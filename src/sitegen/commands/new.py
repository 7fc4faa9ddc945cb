"""`sitegen new`: the files of a page in each language, or a record in its list, with the fields to fill."""

from sitegen.build import is_project
from sitegen.commands.i18n import PATIENCE, record_translations
from sitegen.commands.new_page import new_page
from sitegen.commands.new_record import new_record
from sitegen.commands.wanted import Wanted, config_of, titles_of
from sitegen.content.fields import PAGES
from sitegen.diagnostics import BuildStopped, error
from sitegen.disk.changes import Changes
from sitegen.disk.lock import lock
from sitegen.model import Report, Request


def new_things(request: Request, wanted: Wanted) -> Report:
    """Write the files; nothing where one of them is there already. Of two titles, each is recorded as the other's."""
    report = Report(command="new")
    try:
        if not is_project(request.project):
            raise BuildStopped(error("E-CONFIG", "There is no site.yaml here, so this is not a site.",
                                     "Go to the site's folder, or name it: sitegen new … --project path/to/site",
                                     exit=2))
        config = config_of(request)
        with lock(request.project, request.output, wait=request.wait or PATIENCE):
            written = (new_page if wanted.kind in PAGES else new_record)(request, config, wanted)
            Changes(request.project).make(written.texts, ())
        if written.identity and len(titles_of(config, wanted.title)) > 1:
            # A site that cannot be read now is told of by its next build.
            record_translations(request, written.identity)
    except BuildStopped as stop:
        report.exit, report.diagnostics = max(each.exit for each in stop.diagnostics), stop.diagnostics
        return report
    report.written, report.notices = len(written.texts), written.said
    return report
