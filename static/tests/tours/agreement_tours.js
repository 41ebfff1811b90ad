import { registry } from "@web/core/registry";
import { card, click, finishDialog, pressHeaderButton, pressInDialog, see, seeDialog, write } from "./tour_helpers";

const tours = registry.category("web_tour.tours");

const inDialog = (field) => `.modal .o_field_widget[name='${field}']`;

const confirmAndSign = () => [
    pressInDialog("Continue"),
    see("the terms in short", `${inDialog("terms_text")} dt:contains('We also agree')`),
    click("Confirm that I have read it", `${inDialog("has_read")} input`),
    pressInDialog("Continue to Sign"),
    click("Choose a signature", `${inDialog("image")} .o_signature`),
    seeDialog("Adopt Your Signature"),
    pressInDialog("Adopt & Sign"),
    see("the signature", `${inDialog("image")} img.o_signature`),
    ...finishDialog("Sign"),
];

tours.add("hr_mentorship_member_adjusts_and_signs", {
    steps: () => [
        click(
            "Read the agreement",
            `.o_field_widget[name='todo_mentorship_ids'] .o_kanban_record button:contains('Read and Sign')`
        ),
        see("the text", `${inDialog("reading_body")}:contains('More people who dare to lead.')`),
        pressInDialog("Adjust the Terms"),
        see("what can be adjusted", inDialog("clauses")),
        write("clauses", "We walk while we talk."),
        pressInDialog("Save the Terms"),
        see("who changed what", `${inDialog("change_text")}:contains('Max')`),
        see("the new words in the text", `${inDialog("reading_body")}:contains('We walk while we talk.')`),
        ...confirmAndSign(),
    ],
});

tours.add("hr_mentorship_member_amends", {
    steps: () => [
        click("Open the mentorship", `.o_field_widget[name='active_mentorship_ids'] ${card("Max → Mia")}`),
        see("the form", ".o_form_view .o_field_widget[name='name']:contains('Max → Mia')"),
        ...pressHeaderButton("Change the Agreement"),
        see("the terms in force", inDialog("clauses")),
        write("clauses", "We meet outside."),
        pressInDialog("Suggest the Change"),
        see("the difference", `${inDialog("difference")} ins:contains('We meet outside.')`),
        see("that the old one stays", ".modal:contains('stays in force until everybody has signed')"),
        ...confirmAndSign(),
        see("that the partner is asked", ".o_form_view .alert:contains('You have signed')"),
    ],
});
