import { registry } from "@web/core/registry";
import {
    addRow,
    card,
    click,
    finishDialog,
    inTaps,
    onPage,
    openTab,
    pressHeaderButton,
    see,
    seeDialog,
    seeNo,
    seeStatus,
    write,
} from "./tour_helpers";

const tours = registry.category("web_tour.tours");

const inDialog = (selector) => `.modal:not(.o_inactive_modal) ${selector}`;

const asked = ".o_field_widget[name='line_ids'] .o_data_row:contains('Which topics come first?')";

const row = ".o_mentorship_panel article:first";

// Starts on the mentorship
tours.add("hr_mentorship_mentor_plans_moves_logs", {
    steps: () => [
        seeStatus("Active"),
        click("Plan the next check-in", `${row} button[name='action_plan']:contains('Plan')`),
        seeDialog("Plan the Meeting"),
        see("three times", inDialog(".o_field_widget[name='time_id']:has(.o_radio_item:eq(2))")),
        click("Take the first", inDialog(".o_field_widget[name='time_id'] .o_radio_item:first input")),
        see("that it is taken over", inDialog(".o_field_widget[name='planned_at']:not(.o_field_empty)")),
        ...finishDialog("Plan"),
        click("Move it", `${row} button[name='action_plan']:contains('Move')`),
        seeDialog("Plan the Meeting"),
        click("Take another", inDialog(".o_field_widget[name='time_id'] .o_radio_item:eq(1) input")),
        write("meeting_location", "The green room"),
        ...finishDialog("Plan"),
        see("the place", `${row}:contains('The green room')`),
        // Before its day a meeting is logged on its own page alone
        seeNo("that it can be logged by mistake", `${row} button[name='action_log']`),
        click("Open it", `${row} h3 a`),
        see("the page of the meeting", ".o_last_breadcrumb_item:contains('Regular check-in')"),
        see("that we meet", ".o_mentorship_talk:contains('Next: you meet')"),
        ...pressHeaderButton("We Have Met: Log It"),
        seeDialog("Log Check-in"),
        see("the agenda", inDialog(".o_field_widget[name='line_ids']:contains('Which topics come first?')")),
        {
            content: "Every row says something",
            trigger: inDialog(".o_field_widget[name='line_ids'] tbody"),
            run() {
                if ([...this.anchor.querySelectorAll("tr:not([class])")].some((row) => row.offsetHeight)) {
                    throw new Error("The list of topics ends with empty rows");
                }
            },
        },
        addRow("Add a topic", inDialog(".o_field_widget[name='line_ids']"), "textarea"),
        {
            content: "Write what is not meant",
            trigger: inDialog(".o_field_widget[name='line_ids'] textarea"),
            run: "edit A slip",
        },
        see("that the agenda stays", inDialog(`${asked}:not(:has(.o_list_record_remove button))`)),
        click("Throw the slip away", inDialog(".o_field_widget[name='line_ids'] .o_list_record_remove button")),
        seeNo("the slip", inDialog(".o_field_widget[name='line_ids'] textarea")),
        click("Give four stars", inDialog(".o_field_widget[name='rating'] .o_priority_star:eq(3)")),
        write("summary", "We spoke about courage."),
        addRow("Add a next step", inDialog(".o_field_widget[name='step_ids']"), "[name='name'] input"),
        {
            content: "Write what to do",
            trigger: inDialog(".o_field_widget[name='step_ids'] .o_field_widget[name='name'] input"),
            run: "edit Send the draft",
        },
        write("private_note", "Ask about the budget."),
        ...finishDialog("Save"),
        click("Go back", ".o_breadcrumb .breadcrumb-item:contains('Mia') a"),
        see("that it was held, after what is next", ".o_mentorship_panel section:contains('What was') article"),
        ...openTab("notes"),
        see("the next step", onPage("Send the draft")),
    ],
});

// Starts on the check-in, which the mentor has logged
tours.add("hr_mentorship_mentee_confirms", {
    steps: () => [
        see("that there is something to confirm", ".o_mentorship_next button:contains('Confirm')"),
        ...openTab("messages"),
        click("Mark my to-do as done", ".o-mail-Activity:contains('confirm or add') .o-mail-Activity-markDone"),
        seeDialog("Confirm Check-in"),
        see("what the mentor says", inDialog(".alert:contains('Max logged: we met on')")),
        see("the words of the mentor", inDialog(".alert:contains('We spoke about courage.')")),
        see("what we agreed on, as cards", inDialog(`.alert ${card("Send the draft")}`)),
        click("Give five stars", inDialog(".o_field_widget[name='rating'] .o_priority_star:eq(4)")),
        ...finishDialog("That Is Right"),
        see("that both agree", ".o_mentorship_talk .alert:contains('Confirmed on')"),
        seeNo("anything to confirm", ".o_mentorship_next button:contains('Confirm')"),
        seeNo("my to-do", ".o-mail-Activity"),
    ],
});

// Starts at the button of the daily mail
tours.add("hr_mentorship_mentee_logs_from_the_mail", {
    steps: () =>
        inTaps(5, [
            seeDialog("Log Check-in"),
            click("Give five stars", inDialog(".o_field_widget[name='rating'] .o_priority_star:eq(4)")),
            write("summary", "We talked about courage."),
            ...finishDialog("Save"),
        ]),
});
