"""`sitegen schema`: what editors need to complete and to check the YAML of a project."""

import json
import os

from sitegen.build import is_project
from sitegen.commands.wanted import config_of
from sitegen.content.json_schemas import schemas
from sitegen.diagnostics import BuildStopped, error
from sitegen.disk.failures import stopped
from sitegen.disk.texts import write_outside
from sitegen.model import Report, Request

FOLDER = ".vscode/schemas"


def schema_files(codes: tuple[str, ...]) -> dict[str, str]:
    """Each schema as a file, by its path in the project."""
    return {f"{FOLDER}/{name}.json": json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
            for name, schema in schemas(codes).items()}


def yaml_schemas() -> str:
    """Which schema is for which file, as the settings of VS Code have it."""
    files = {name: "site.yaml" if name == "site" else f"content/data/{name}.yaml"
             for name in schemas(()) if not name.startswith("front-matter-")}
    lines = ",\n".join(f'    "./{FOLDER}/{name}.json": {json.dumps(file)}' for name, file in files.items())
    return f"{{\n{lines}\n  }}"


def write_schemas(request: Request) -> Report:
    """Write the schemas of a project anew: after its languages, or sitegen, have changed."""
    report = Report(command="schema")
    try:
        if not is_project(request.project):
            raise BuildStopped(error("E-CONFIG", "There is no site.yaml here, so this is not a site.",
                                     "Go to the site's folder, or name it: sitegen schema --project path/to/site",
                                     exit=2))
        config = config_of(request)
        files = schema_files(tuple(language.code for language in config.languages))
        _make_folder(request.project)
        for path, text in files.items():
            write_outside(os.path.join(request.project, path), text)
    except BuildStopped as stop:
        report.exit, report.diagnostics = max(each.exit for each in stop.diagnostics), stop.diagnostics
        return report
    report.written = len(files)
    report.notices = (f"wrote {len(files)} schemas into {FOLDER}/. VS Code is told in .vscode/settings.json:\n"
                      f'"yaml.schemas": {yaml_schemas()}',)
    return report


def _make_folder(project: str) -> None:
    try:
        os.makedirs(os.path.join(project, FOLDER), exist_ok=True)
    except OSError as problem:
        raise stopped(problem, "making", FOLDER) from problem
