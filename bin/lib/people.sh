# shellcheck shell=bash
# People of the generator (benchmarks/population.py) in an Odoo database.

# A module of benchmarks/ in an Odoo shell: in_odoo DATABASE MODULE NAME=VALUE …, its main(env) reads them
in_odoo() {
    local database=$1 module=$2
    mkdir -p "$CLONE/generator" # not the repository itself, whose models/ and tests/ are no packages of their own
    ln -sfn "$REPO/benchmarks" "$CLONE/generator/benchmarks"
    env "${@:3}" PYTHONPATH="$CLONE/generator${PYTHONPATH:+:$PYTHONPATH}" "$PYTHON" -m odoo shell --config="$ODOO_CONFIG" --database="$database" \
        --no-http --log-level=warn <<<"import benchmarks.$module as module; module.main(env)" || die "$module failed"
}

# A program with that many mentees and a third as many mentors: add_people DATABASE demo|bench MENTEES [SEED]
add_people() { in_odoo "$1" "odoo_add_$2" "MENTEES=$3" "SEED=${4:-1}"; }
