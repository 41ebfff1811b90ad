import { registry } from "@web/core/registry";
import { card, click, finishDialog, pressHeaderButton, see, seeDialog, seeStatus, write } from "./tour_helpers";

const tours = registry.category("web_tour.tours");

const section = (name) => `.o_field_widget[name='${name}']`;

tours.add("hr_mentorship_mentee_asks_a_question", {
    steps: () => [
        click("Look for a mentor", `${section("choosing_program_ids")} ${card("Quick Answers")} button:contains('Find my mentor')`),
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
        click("Open the request", `${section("todo_mentorship_ids")} ${card("How do I say no")}`),
        see("the question", `${section("request_message")}:contains('How do I say no to a customer?')`),
        see("that they meet once", `${section("rhythm_text")}:contains('Once, on one question')`),
        ...pressHeaderButton("Accept"),
        seeStatus("Active"),
        see("the meeting", `${section("checkin_ids")}:contains('Flash meeting')`),
    ],
});

tours.add("hr_mentorship_mentee_logs_the_flash_meeting", {
    steps: () => [
        click("Open the meeting", `${section("checkin_ids")} ${card("Flash meeting")}`),
        see("the question on the agenda", ".o_form_view:contains('How do I say no to a customer?')"),
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
        click("Accept", `${section("todo_mentorship_ids")} ${card("Max → Noah")} button:contains('Accept')`),
        see("the group", `.o_form_view ${section("name")}:contains('Max → Mia, Olga, Noah')`),
        see("the new text", ".alert:contains('waits for your signature')"),
        seeStatus("Active"),
    ],
});

tours.add("hr_mentorship_mentee_leaves_a_group", {
    steps: () => [
        click("Open the group", `.o_field_widget[name='todo_mentorship_ids'] ${card("Max → Mia, Olga, Noah")}`),
        see("the group", `.o_form_view ${section("name")}:contains('Max → Mia, Olga, Noah')`),
        ...pressHeaderButton("Leave the Group"),
        see("what it means", ".modal:contains('You may leave this group at any time')"),
        ...finishDialog("Leave the Group"),
        seeStatus("Ended"),
        see("what is left", `.o_form_view ${section("name")}:contains('Max → Mia')`),
    ],
});
