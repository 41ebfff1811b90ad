# shellcheck shell=bash
# Everything in order: after set_up, PYTHON, ODOO_HOME, ODOO_CONFIG and a database server are there.

# shellcheck source=bin/lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=bin/lib/system.sh
. "$LIB/system.sh"
# shellcheck source=bin/lib/odoo.sh
. "$LIB/odoo.sh"
# shellcheck source=bin/lib/python.sh
. "$LIB/python.sh"
# shellcheck source=bin/lib/postgres.sh
. "$LIB/postgres.sh"
# shellcheck source=bin/lib/database.sh
. "$LIB/database.sh"

set_up() {
    choose_data_folder
    find_python
    find_odoo
    find_wkhtmltopdf
    find_fonts
    find_postgres
    configure_odoo
}

find_wkhtmltopdf() {
    has wkhtmltopdf && return
    install_optional wkhtmltopdf
    has wkhtmltopdf || warn "no wkhtmltopdf on this machine: reports open as web pages, PDF files cannot be made"
}

# Names are printed in any script: Debian's smallest fonts for Latin to Arabic, Chinese, all others, and signs like emoji.
find_fonts() {
    has wkhtmltopdf || return 0
    install_optional fontconfig fonts-dejavu-core fonts-wqy-zenhei fonts-noto-core fonts-symbola
}

find_browser() {
    local program
    # Debian's browser without a window takes a sixth less of the time of tours; where there is none, the whole one does it
    if is_debian && [[ ! -e /usr/lib/chromium/chromium-headless-shell ]]; then install_optional chromium-headless-shell; fi
    for program in google-chrome chromium chromium-browser google-chrome-stable; do
        [[ $(readlink -f "$(command -v "$program")") == */snap* ]] || { has "$program" && return; }
    done
    is_debian || die "the browser tests need Google Chrome or Chromium as a real package (a snap cannot be driven by Odoo)"
    install_required chromium
}
