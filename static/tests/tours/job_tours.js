import { registry } from "@web/core/registry";
import { card, click, finishDialog, openMenu, pressHeaderButton, see, seeMyMentorship, seeStatus } from "./tour_helpers";

const tours = registry.category("web_tour.tours");

tours.add("hr_mentorship_manager_stops_a_job", {
    steps: () => [
        seeMyMentorship(),
        ...openMenu("programs", "matching", "Matching"),
        click("Open the program", card("Leaders")),
        ...pressHeaderButton("Publish All"),
        ...finishDialog("Publish All"),
        see("that it is done in the background", ".o_form_view .alert:contains('you are told when it is through')"),
        see("how far it is", ".alert .o_field_widget[name='progress'] .o_progressbar"),
        ...pressHeaderButton("Cancel"),
        ...finishDialog("Stop"),
        seeStatus("Cancelled"),
        see("what is done", ".o_field_widget[name='result_text']:contains('Done: 0 of 2.')"),
        see("that the page has come to rest", ".o_form_view:not(:has(button[name='action_cancel']))"),
    ],
});

tours.add("hr_mentorship_manager_reads_what_was_left_out", {
    steps: () => [
        seeMyMentorship(),
        ...openMenu("programs", "job", "Background Jobs"),
        click(
            "Open the job",
            ".o_data_row:contains('Done') td[name='kind'], .o_kanban_record:contains('Done: 1 of 2.')"
        ),
        see("the reason", ".o_field_widget[name='left_out_text']:contains('something has changed for these pairs')"),
        see("the pair", ".o_field_widget[name='left_out_text']:contains('Max → Mia')"),
    ],
});
