"""Make `.venv` and install a hashed list into it. Standard library only, and readable by every Python 3.

Usage: python3 .ci/environment.py runtime|test

A stamp in `.venv` holds the list's own hash, so that a second call returns at once and a changed list installs again.
"""

import hashlib
import os
import shutil
import subprocess
import sys

LEAST = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")


def stop(message):
    sys.stderr.write("\n" + message + "\n")
    raise SystemExit(1)


def check_python():
    """A python3 that is too old, or one without venv, is said in words and not as a stack of errors."""
    if sys.version_info[:2] < LEAST:
        for newer in ("python3.13", "python3.12", "python3.11"):
            if shutil.which(newer) and subprocess.call([newer, "-c", "import ensurepip, venv"]) == 0:
                os.execvp(newer, [newer] + sys.argv)
        stop(
            "Werkplekvinder needs Python %d.%d or newer; %s is %d.%d.\n"
            % (LEAST + (sys.executable,) + sys.version_info[:2])
            + "Install a newer one, or name it: make demo PYTHON=/path/to/python3.12"
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop(
            "%s has no venv module.\nOn Debian and Ubuntu: apt-get install python3-venv. Then run make again."
            % sys.executable
        )


def usable():
    """A `.venv` copied from elsewhere, or of a Python that was taken away, does not start: it is made anew."""
    if not os.path.exists(VENV_PYTHON):
        return False
    probe = "import sys, pip; raise SystemExit(sys.version_info[:2] < %r)" % (LEAST,)
    return subprocess.call([VENV_PYTHON, "-c", probe], stderr=subprocess.DEVNULL) == 0


def make_venv():
    sys.stdout.write("Making the virtual environment in .venv\n")
    sys.stdout.flush()
    import venv

    venv.create(VENV, clear=True, with_pip=True)


def lock_of(name):
    return os.path.join(ROOT, ".ci", "locks", name + ".txt")


def stamp_of(name):
    return os.path.join(VENV, "installed-" + name)


def digest_of(name):
    with open(lock_of(name), "rb") as handle:
        return hashlib.sha256(handle.read()).hexdigest()


def installed(name):
    """Whether this very list is in `.venv`. Quick: it is asked at every `make demo`."""
    if not (os.path.exists(VENV_PYTHON) and os.path.exists(stamp_of(name))):
        return False
    with open(stamp_of(name)) as handle:
        return handle.read() == digest_of(name)


def install(name):
    sys.stdout.write("Installing the locked packages (%s); the first time this takes a minute or two\n" % name)
    sys.stdout.flush()
    command = [VENV_PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--require-hashes", "--only-binary", ":all:", "--requirement", lock_of(name)]
    if subprocess.call(command) != 0:
        stop(
            "The packages could not be installed. The lines above say which one.\n"
            "No network: try again later. A hash that does not match: the file was changed on its way, do not go on."
        )
    # As pip does for the packages: a start need not compile our own code, also where Python is told not to keep that.
    ours = [os.path.join(ROOT, folder) for folder in ("portal", "indexer")]
    subprocess.call([VENV_PYTHON, "-m", "compileall", "-q"] + ours)
    with open(stamp_of(name), "w") as handle:
        handle.write(digest_of(name))


def main():
    if len(sys.argv) != 2 or sys.argv[1] not in ("runtime", "test"):
        stop("Usage: python3 .ci/environment.py runtime|test")
    if installed(sys.argv[1]):
        return
    check_python()
    if not usable():
        make_venv()
    install(sys.argv[1])


if __name__ == "__main__":
    main()
