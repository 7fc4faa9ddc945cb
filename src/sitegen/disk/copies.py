"""A project's inputs in another folder, to be changed there."""

import os
import shutil

from sitegen.disk.places import FOLDERS


def copy_project(project: str, folder: str, config: str) -> None:
    """Copy what a build reads into `folder`, with `config` as its site.yaml. Links stay links, to be refused alike."""
    for name in FOLDERS:
        place = os.path.join(project, name)
        if os.path.isdir(place) and not os.path.islink(place):
            shutil.copytree(place, os.path.join(folder, name), symlinks=True)
    with open(os.path.join(folder, "site.yaml"), "wb") as stream:
        stream.write(config.encode())
