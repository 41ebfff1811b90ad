import { registry } from "@web/core/registry";

import {
    card,
    click,
    finishDialog,
    onPage,
    openMenu,
    openTab,
    pressHeaderButton,
    pressInDialog,
    see,
    seeDialog,
    seeStatus,
    todo,
    write,
} from "./tour_helpers";

registry.category("web_tour.tours").add("hr_mentorship_mentee_reaches_a_goal", {
    steps: () => [
        ...openMenu("goals", "my_goal", "My Goals"),
        click("Set a goal", ".o_control_panel button.o-kanban-button-new"),
        see("what makes a goal a good one", ".alert:contains('Time-bound')"),
        write("name", "I lead the weekly meeting"),
        click("Measure it by a figure", ".o_field_widget[name='measured_by'] label:contains('A figure')"),
        write("unit", "meetings"),
        write("target", "4"),
        ...pressHeaderButton("Start"),
        seeStatus("In Progress"),
        ...pressHeaderButton("Log Progress"),
        seeDialog("Log Progress"),
        write("value", "1"),
        ...finishDialog("Save"),
        see("how far it is", ".o_field_widget[name='progress']:contains('25')"),
        ...pressHeaderButton("Log Progress"),
        seeDialog("Log Progress"),
        write("value", "4"),
        click("Go on to the note", ".modal .o_field_widget[name='note'] input"),
        see("that this is the goal", ".modal .o_field_widget[name='is_reached'] input:checked"),
        pressInDialog("Save"),
        see("a rainbow", ".o_reward"),
        seeStatus("Reached"),
    ],
});

registry.category("web_tour.tours").add("hr_mentorship_mentor_congratulates", {
    steps: () => [
        see("what there is to tell", todo("Mia has reached a goal")),
        ...openMenu("mentorships", "my", "My Mentorships"),
        click("Open the mentorship", card("My mentee Mia")),
        ...openTab("goals"),
        click("Congratulate", `${onPage("I lead the weekly meeting")} button[name='action_congratulate']`),
        see("that it is said", "body:not(:has(button[name='action_congratulate']))"),
    ],
});
