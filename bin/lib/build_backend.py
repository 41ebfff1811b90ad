"""Builds the addon's Python package with whool, whatever the folder of the checkout is called.

whool takes the addon's technical name from its folder, and every file that git knows. So it is shown a copy: named
`hr_mentorship`, without the tooling, and outside of version control, which makes the manifest's version the package's.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from whool import buildapi

ADDON = "hr_mentorship"
TOOLING = ("bin", "benchmarks")


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    wheel_directory = str(Path(wheel_directory).resolve())
    with addon_folder():
        return buildapi.build_wheel(wheel_directory, config_settings, metadata_directory)


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    metadata_directory = str(Path(metadata_directory).resolve())
    with addon_folder():
        return buildapi.prepare_metadata_for_build_wheel(metadata_directory, config_settings)


def build_sdist(sdist_directory, config_settings=None):
    sdist_directory = str(Path(sdist_directory).resolve())
    with addon_folder(with_backend=True):
        return buildapi.build_sdist(sdist_directory, config_settings)


@contextlib.contextmanager
def addon_folder(with_backend=False):
    """Make a copy of the addon the current folder: a package source (sdist) needs this file in it too."""
    source = Path.cwd()
    with tempfile.TemporaryDirectory() as parent:
        target = Path(parent) / ADDON
        for name in source_files(source):
            if belongs_to_addon(name) or (with_backend and name == "bin/lib/build_backend.py"):
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source / name, target / name)
        os.chdir(target)
        try:
            yield
        finally:
            os.chdir(source)


def source_files(source):
    """What git would commit; outside of git, everything."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        top = subprocess.check_output(["git", "rev-parse", "--show-toplevel"], cwd=source, stderr=subprocess.DEVNULL)
        if Path(os.fsdecode(top).strip()).samefile(source):
            listed = os.fsdecode(subprocess.check_output(command, cwd=source)).split("\0")
            return [name for name in listed if name and (source / name).is_file()]
    return [path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()]


def belongs_to_addon(name):
    parts = name.split("/")
    hidden = any(part.startswith(".") or part == "__pycache__" for part in parts)
    return not hidden and parts[0] not in TOOLING
