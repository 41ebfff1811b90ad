# shellcheck shell=bash
# The Python environment: one for each interpreter and each state of requirements.txt, shared by all clones.

suits_odoo() {
    has "$1" && "$1" -c '
import sys, ensurepip, venv
sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}
suitable_python() {
    local candidate
    for candidate in python3 /usr/bin/python3 python3.13 python3.12 python3.11 python3.10; do
        if suits_odoo "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

find_python() {
    local python target lock
    python=$(suitable_python) || {
        install_required python3 python3-venv
        python=$(suitable_python) || die "Odoo $ODOO_SERIES needs Python 3.10 to 3.13; this machine has $(python3 --version)"
    }
    target=$CACHE/python/$("$python" -c '
import hashlib, sys
requirements = open(sys.argv[1], "rb").read() + sys.base_prefix.encode()
print("%d.%d-%s" % (*sys.version_info[:2], hashlib.sha256(requirements).hexdigest()[:8]))' "$LIB/requirements.txt")
    if [[ ! -e $target/complete ]]; then
        open_lock lock "$CACHE/python/lock"
        wait_for_lock "$lock" "installing Python packages"
        [[ -e $target/complete ]] || make_environment "$python" "$target" "$LIB/requirements.txt"
        flock -u "$lock"
    fi
    PYTHON=$target/bin/python
}

# An environment cannot be renamed (its scripts name their folder): a mark says that it is whole.
make_environment() { # PYTHON TARGET REQUIREMENTS
    local log=$LOGS/pip.log
    rm -rf "$2"
    say "Installing the Python packages …"
    "$1" -m venv "$2" >"$log" 2>&1 || die "python3 -m venv failed (details: $log)"
    PIP_USER=0 "$2/bin/python" -m pip install --no-input --disable-pip-version-check --retries 2 --progress-bar off \
        -r "$3" 2>&1 | tee "$log" | show_pip_progress "$3" ||
        die "the Python packages could not be installed: is there a network? (details: $log)"
    touch "$2/complete"
}
show_pip_progress() { # REQUIREMENTS
    local line count=0 total
    total=$(grep -c '^[A-Za-z]' "$1")
    while read -r line; do
        case $line in
            Collecting*) progress "Python packages: $((++count)) of about $total ($(cut -d' ' -f2 <<<"$line"))" ;;
            "Installing collected"*) progress "Python packages: unpacking …" force ;;
        esac
    done
    progress_end
}
