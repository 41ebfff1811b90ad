import { registry } from "@web/core/registry";

import { card, choose, click, inSection, openMenu, pressHeaderButton, see, seeStatus, write } from "./tour_helpers";

registry.category("web_tour.tours").add("hr_mentorship_mentee_starts_from_a_template", {
    steps: () => [
        see("what is good for now", inSection("resources", "SMART")),
        click("Read the template for a goal", `${inSection("resources", "SMART")} a`),
        see("the text", ".o_form_view .o_field_widget[name='body'] li:contains('Measurable')"),
        ...openMenu("mentorships", "resource", "Resources"),
        see("the whole library", card("The last meeting")),
        ...openMenu("goals", "my_goal", "My Goals"),
        click("Set a goal", ".o_control_panel button.o-kanban-button-new"),
        ...choose("template_id", "I present my work"),
        see("the figure of the template", ".o_field_widget[name='target'] input:value(3)"),
        write("first_step", "Ask Max which meeting suits"),
        ...pressHeaderButton("Start"),
        seeStatus("In Progress"),
        see("the milestones", ".o_field_widget[name='milestone_ids']:contains('Rehearse it in one of our meetings')"),
    ],
});
