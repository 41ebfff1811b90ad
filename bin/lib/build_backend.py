"""Builds the addon's Python package with whool, whatever the folder of the checkout is called.

whool takes the addon's technical name from its folder, and every file that git knows. So it is shown a copy: named
`hr_mentorship`, without the tooling, and outside of version control, which makes the manifest's version the package's.
What a manifest cannot say, the extras, it is told from pyproject.toml.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from whool import buildapi
from whool.utils import load_pyproject_toml

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
        make_metadata = buildapi._get_metadata
        buildapi._get_metadata = lambda folder: add_extras(make_metadata(folder), folder)
        try:
            yield
        finally:
            buildapi._get_metadata = make_metadata
            os.chdir(source)


def add_extras(metadata, folder):
    # A package source (sdist) has them already
    if "Provides-Extra" not in metadata:
        extras = load_pyproject_toml(folder).get("project", {}).get("optional-dependencies", {})
        for extra, requirements in extras.items():
            metadata["Provides-Extra"] = extra
            for requirement in requirements:
                metadata["Requires-Dist"] = f"{requirement} ; extra == '{extra}'"
    return metadata


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
