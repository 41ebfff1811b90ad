import { registry } from "@web/core/registry";

import {
    card,
    choose,
    click,
    finishDialog,
    onDesk,
    onPhone,
    openMenu,
    pressHeaderButton,
    see,
    seeDialog,
    seeMyMentorship,
    seeStatus,
    write,
} from "./tour_helpers";

const TEMPLATE = "Skills Mentoring";
const row = `.o_data_row:contains("${TEMPLATE}")`;

registry.category("web_tour.tours").add("hr_mentorship_first_hour_of_a_manager", {
    steps: () => [
        seeMyMentorship(),
        ...openMenu("programs", "program_template", "Program Templates"),
        click("Begin with a template", `${row} button[name='action_use_template'], ${card(TEMPLATE)} button`),
        seeDialog("New Program"),
        see("what it will be like", ".modal .o_field_widget[name='summary']:contains('Mentoring:')"),
        write("name", "Learn One Thing"),
        ...choose("sponsor_id", "Sam"),
        ...finishDialog("Create Program"),
        seeStatus("Draft"),
        see("its goal", ".o_field_widget[name='goal'] textarea"),
        see("how far the launch is", ".o_field_widget[name='launch_words']:contains('0 of 8 steps done')"),
        see("how many people can join", ".o_field_widget[name='eligible_count']"),
        click("See who they are", "button[name='action_view_eligible']"),
        // The page before has a way back as well: only here is it the one that is meant
        see("the people", ".o_last_breadcrumb_item:contains('Who Can Join')"),
        ...onDesk([click("Go back", ".o_breadcrumb .breadcrumb-item:contains('Learn One Thing') a")]),
        ...onPhone([click("Go back", ".o_breadcrumb .o_back_button")]),
        ...pressHeaderButton("Submit to Sponsor"),
        seeStatus("Waiting for Sponsor"),
        see("that a step is done", ".o_field_widget[name='launch_words']:contains('1 of 8 steps done')"),
    ],
});
