import { registry } from "@web/core/registry";

import {
    card,
    click,
    onDesk,
    onPhone,
    openMenu,
    pressInDialog,
    see,
    seeDialog,
    seeMyMentorship,
    seePage,
} from "./tour_helpers";

const tours = registry.category("web_tour.tours");

tours.add("hr_mentorship_member_reads_own_impact", {
    steps: () => [
        seeMyMentorship(),
        click("Look at what I have done", "button[name='open_impact']"),
        see("my meetings", ".o_mentorship_impact [data-section='all'] dd:contains('2')"),
        see("what nobody can say yet", ".o_mentorship_impact [data-section='compared']:contains('Nothing can be said yet')"),
        click("Open the mentorship", ".o_mentorship_impact [data-section='people'] a:contains('Max')"),
        seePage("Max"),
        ...openMenu("mentorships", "impact", "My Impact"),
        see("my people", ".o_mentorship_impact [data-section='people'] article:contains('Leaders')"),
    ],
});

tours.add("hr_mentorship_lead_reads_team", {
    steps: () => [
        seeMyMentorship(),
        ...openMenu("reporting", "team_report", "My Team"),
        see("the quarter", `${card("January to March 2027")}:contains('5 to 9')`),
    ],
});

tours.add("hr_mentorship_manager_reads_outcomes", {
    steps: () => [
        seeMyMentorship(),
        // A dialog, and no page: not by openMenu
        ...onDesk([
            click("Open the menu", ".o_menu_sections [data-menu-xmlid='hr_mentorship.hr_mentorship_reporting_menu']"),
        ]),
        ...onPhone([click("Open the menu at the side", ".o_main_navbar .o_menu_toggle")]),
        click("Choose the report", "[data-menu-xmlid='hr_mentorship.hr_mentorship_outcome_choice_menu']"),
        seeDialog("Outcome Report"),
        see("the program", ".modal .o_field_widget[name='program_ids']:contains('Leaders')"),
        pressInDialog("Read"),
        see("what it cannot say, first of all", ":iframe h1:contains('Leaders')"),
    ],
});

tours.add("hr_mentorship_manager_reads_standards", {
    steps: () => [
        seeMyMentorship(),
        ...openMenu("programs", "program", "Programs"),
        click("Open the program", card("Leaders")),
        see("the form", ".o_form_view .o_field_widget[name='goal']"),
        click("Open the gear", ".o_cp_action_menus button:has(.fa-cog)"),
        click("Open what can be printed", ".o-dropdown--menu button:contains('Print'), .o-dropdown--menu .o-dropdown-item:contains('Print')"),
        click("Choose the evidence", ".o-dropdown--menu .o-dropdown-item:contains('Evidence for Standards')"),
        see("the evidence", ":iframe h2:contains('Leaders')"),
    ],
});
