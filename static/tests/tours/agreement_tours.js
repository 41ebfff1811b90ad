import { registry } from "@web/core/registry";
import {
    click,
    confirmAndSign,
    person,
    pressHeaderButton,
    pressInDialog,
    pressKey,
    see,
    seeNo,
    seePage,
    todo,
    write,
} from "./tour_helpers";

const tours = registry.category("web_tour.tours");

const inDialog = (field) => `.modal .o_field_widget[name='${field}']`;

tours.add("hr_mentorship_member_adjusts_and_signs", {
    steps: () => [
        click(
            "Read the agreement",
            `${todo("Nora")} button:contains('Read and Sign')`
        ),
        see("the text", `${inDialog("reading_body")}:contains('More people who dare to lead.')`),
        pressInDialog("Adjust the Terms"),
        see("what can be adjusted", inDialog("clauses")),
        write("clauses", "We walk while we talk."),
        pressInDialog("Save the Terms"),
        see("who changed what", `${inDialog("change_text")}:contains('Max')`),
        see("the new words in the text", `${inDialog("reading_body")}:contains('We walk while we talk.')`),
        ...confirmAndSign("We walk while we talk."),
    ],
});

tours.add("hr_mentorship_member_amends", {
    steps: () => [
        click("Open the mentorship", `${person("Max")} h3 a`),
        seePage("Max"),
        ...pressHeaderButton("Change the Agreement"),
        see("the terms in force", inDialog("clauses")),
        write("clauses", "We meet outside."),
        pressInDialog("Suggest the Change"),
        see("the difference", `${inDialog("difference")} ins:contains('We meet outside.')`),
        see("that the old one stays", ".modal:contains('stays in force until everybody has signed')"),
        ...confirmAndSign("We meet outside."),
        see("whose turn it is", ".o_mentorship_talk header:contains('You have signed the change; Max signs until')"),
        see("a way to what is to be signed", ".o_mentorship_talk header button:contains('See the Change')"),
    ],
});

const signButton = ".modal footer button:contains('Sign')";

tours.add("hr_mentorship_member_signs_by_keyboard", {
    steps: () => [
        pressKey("Enter", "Read the agreement", `${todo("Mia")} button:contains('Read and Sign')`),
        see("the text", `${inDialog("reading_body")}:contains('More people who dare to lead.')`),
        pressKey("Enter", "Go on", ".modal footer button:contains('Continue')"),
        see("that the name is the signature", `${inDialog("image")} .o_web_sign_auto_button.active`),
        pressKey(" ", "Confirm that I have read it", `${inDialog("has_read")} input`),
        see("that it can be signed", `${signButton}:enabled`),
        pressKey(" ", "Draw instead", `${inDialog("image")} .o_web_sign_draw_button`),
        see("what is missing", ".modal p:contains('Your signature is missing')"),
        see("that it cannot be signed", `${signButton}:disabled`),
        pressKey(" ", "Take the name again", `${inDialog("image")} .o_web_sign_auto_button`),
        pressKey("Enter", "Sign", `${signButton}:enabled`),
        seeNo("a dialog", ".modal"),
        see("that I have signed", ".o_notification:contains('You have signed')"),
    ],
});
