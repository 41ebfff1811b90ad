import { registry } from "@web/core/registry";
import {
    card,
    click,
    finishDialog,
    inSection,
    onDesk,
    onPhone,
    pressHeaderButton,
    see,
    seeDialog,
    seeNo,
    seeStatus,
    todo,
    write,
} from "./tour_helpers";

const tours = registry.category("web_tour.tours");

const section = (name) => `.o_field_widget[name='${name}']`;

tours.add("hr_mentorship_mentee_finds_and_asks", {
    steps: () => [
        click("Look for a mentor", `${todo("Choose your mentor in “Leaders”")} button:contains('Find my mentor')`),
        see("the best first", ".o_kanban_record:not(.o_kanban_ghost):first:contains('Max')"),
        see("why", `${card("Max")}:contains('Offers 2 of the 2 topics you want')`),
        see("the introduction", `${card("Max")}:contains('I ask more than I answer.')`),
        see("the second best", card("Otto")),
        // The shortcuts of a kanban take Enter for themselves where nobody keeps it from them
        ...onDesk([
            {
                content: "Ask the best, by the keyboard",
                trigger: `${card("Max")} button:contains('Ask')`,
                async run({ press }) {
                    this.anchor.focus(); // Odoo's search field keeps the Tab key to itself
                    await press("Enter");
                },
            },
        ]),
        ...onPhone([click("Ask the best", `${card("Max")} button:contains('Ask')`)]),
        seeDialog("Ask a Mentor"),
        see("whom I ask", ".modal .o_field_widget[name='name']:contains('Max')"),
        write("message", "May I see how you lead?"),
        ...finishDialog("Send Request"),
        see("that Max has it", ".o_notification:contains('Max has your request')"),
        see("my request", inSection("answers", "My mentor Max")),
        seeNo("the invitation to choose", todo("Choose your mentor")),
        click("Open my request", `${inSection("answers", "My mentor Max")} a`),
        see("my own words", ".o_mentorship_panel:contains('May I see how you lead?')"),
        seeStatus("Offered"),
    ],
});

tours.add("hr_mentorship_mentor_accepts_request", {
    steps: () => [
        see("what the mentee writes", `${todo("Mia asks you to be their mentor")}:contains('May I see how you lead?')`),
        click("Open the request", `${todo("Mia asks you")} a`),
        see("who asks", ".o_mentorship_talk .o_mentorship_next:contains('asks you to be their mentor')"),
        ...pressHeaderButton("Accept"),
        seeStatus("Agreement"),
    ],
});

tours.add("hr_mentorship_mentee_takes_back", {
    steps: () => [
        click("Open my request", `${inSection("answers", "My mentor Max")} a`),
        see("that it waits", ".o_mentorship_talk header:contains('You have asked; Max answers until')"),
        ...pressHeaderButton("Take Back"),
        ...finishDialog("Take It Back"),
        seeNo("the waiting", ".o_mentorship_talk header:contains('You have asked')"),
    ],
});

tours.add("hr_mentorship_mentee_reads_nobody_left", {
    steps: () => [
        see("that nobody has time, and what to do", ".o_view_nocontent:contains('Nobody to ask at the moment')"),
    ],
});
