import { registry } from "@web/core/registry";
import {
    card,
    click,
    finishDialog,
    inSection,
    onPage,
    openTab,
    pressHeaderButton,
    see,
    seeDialog,
    seePage,
    seeStatus,
    todo,
    write,
} from "./tour_helpers";

const tours = registry.category("web_tour.tours");

tours.add("hr_mentorship_mentee_asks_a_question", {
    steps: () => [
        click("Look for a mentor", `${todo("Quick Answers")} button:contains('Find my mentor')`),
        click("Ask Max", `${card("Max")} button:contains('Ask')`),
        seeDialog("Ask a Mentor"),
        see("that a question is asked for", ".modal:contains('Your question')"),
        write("message", "How do I say no to a customer?"),
        ...finishDialog("Send Request"),
        see("that Max has it", ".o_notification:contains('Max has your request')"),
    ],
});

tours.add("hr_mentorship_mentor_says_yes_to_a_question", {
    steps: () => [
        click("Open the request", `${todo("How do I say no")} a`),
        see("the question", ".o_mentorship_talk:contains('How do I say no to a customer?')"),
        ...openTab("agreement"),
        see("that they meet once", ".o_mentorship_panel:contains('Once, on one question')"),
        ...pressHeaderButton("Accept"),
        seeStatus("Active"),
        ...openTab("meetings"),
        see("the meeting", onPage("Flash meeting")),
    ],
});

tours.add("hr_mentorship_mentee_logs_the_flash_meeting", {
    steps: () => [
        click("Open the meeting", `${inSection("checkins", "Flash meeting")} a`),
        see("the question on the agenda", ".o_mentorship_panel:contains('How do I say no to a customer?')"),
        ...pressHeaderButton("Log"),
        seeDialog("Log Check-in"),
        click("Give five stars", ".modal .o_field_widget[name='rating'] .o_priority_star:eq(4)"),
        write("summary", "Kindly, and early."),
        ...finishDialog("Save"),
        seeStatus("Held"),
    ],
});

tours.add("hr_mentorship_newcomer_joins_a_group", {
    steps: () => [
        click("Accept", `${todo("Max could be your mentor")} button:contains('Accept')`),
        seePage("Max"),
        see("the new text", ".o_mentorship_next:contains('Sign your agreement with')"),
        seeStatus("Active"),
    ],
});

tours.add("hr_mentorship_mentee_leaves_a_group", {
    steps: () => [
        see("my group as one card", ".o_mentorship_person_card:contains('My group'):contains('Max'):contains('Olga')"),
        click("Thank one of them", ".o_mentorship_person_card button[aria-label='Thank Olga']"),
        seeDialog("Write a Thank-you"),
        see("who reads it", ".modal:contains('All of the group read it')"),
        write("message", "You have asked the best question."),
        ...finishDialog("Send"),
        click("Open the group", `${todo("A change of your agreement")} a`),
        seePage("Max"),
        ...pressHeaderButton("Leave the Group"),
        see("what it means", ".modal:contains('You may leave this group at any time')"),
        ...finishDialog("Leave the Group"),
        seeStatus("Ended"),
        seePage("Max"),
    ],
});
