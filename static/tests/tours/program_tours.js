import { download } from "@web/core/network/download";
import { patch } from "@web/core/utils/patch";
import { registry } from "@web/core/registry";
import {
    card,
    choose,
    chooseTag,
    click,
    finishDialog,
    inSection,
    onDesk,
    onPhone,
    openMenu,
    pressForAllRows,
    pressHeaderButton,
    pressInDialog,
    see,
    seeMyMentorship,
    seeNo,
    seeStatus,
    todo,
    write,
} from "./tour_helpers";

const tours = registry.category("web_tour.tours");

tours.add("hr_mentorship_manager_submits_program", {
    steps: () => [
        seeMyMentorship(),
        ...openMenu("programs", "program", "Programs"),
        click("Start a new program", ".o_control_panel .o-kanban-button-new"),
        see("an empty form", ".o_form_view .o_field_widget[name='goal'] textarea"),
        write("name", "Speakers"),
        write("goal", "More of us on stage."),
        ...choose("sponsor_id", "Sam"),
        ...chooseTag("objective_ids", "Onboarding"),
        see("what the objective suggests", ".alert:contains('Every week instead of Every two weeks')"),
        click("Take the suggestions", "button[name='action_take_suggestions']"),
        see("a target, and that it is too early", `${card("Match rate")}:contains('The program is not open yet.')`),
        ...pressHeaderButton("Submit to Sponsor"),
        seeStatus("Waiting for Sponsor"),
    ],
});

tours.add("hr_mentorship_sponsor_approves_program", {
    steps: () => [
        click("Open the program that waits for me", `${todo("Speakers")} button:contains('Read and Decide')`),
        see("what it is for", ".o_field_widget[name='goal']:contains('More of us on stage.')"),
        see("what it wants to reach", `.o_field_widget[name='target_ids'] ${card("Match rate")}:contains('95 %')`),
        ...pressHeaderButton("Approve"),
        see("what it takes", ".modal .o_field_widget[name='effort_text']:contains('meetings of 30 minutes')"),
        write("word", "Take the stage; I will sit in the first row."),
        ...finishDialog("Approve"),
        seeStatus("Open"),
        see("my word on the page", ".o_mentorship_word:contains('I will sit in the first row.'):contains('Sam')"),
    ],
});

const join = (role, topic) => [
    click(
        `Join as ${role}`,
        `${inSection("programs", "Speakers")} button:contains('Join as ${role}')`
    ),
    see("the goal in the dialog", ".modal .o_field_widget[name='goal']:contains('More of us on stage.')"),
    ...chooseTag("skill_ids", topic),
    write("motivation", "I want to."),
    ...finishDialog("Apply"),
    see(
        "that I have applied",
        `${inSection("participants", "Speakers")}:contains('Applied')`
    ),
];

tours.add("hr_mentorship_mentor_joins_program", { steps: () => join("mentor", "Speaking") });

tours.add("hr_mentorship_mentee_joins_program", { steps: () => join("mentee", "Speaking") });

tours.add("hr_mentorship_manager_publishes_matches", {
    steps: () => [
        seeMyMentorship(),
        ...openMenu("programs", "program", "Programs"),
        click("Open the applications", `${card("Speakers")} a[name='action_view_applications']`),
        ...pressForAllRows("Approve"),
        ...onDesk([seeNo("an application", ".o_data_row")]),
        ...onPhone(
            ["Max", "Mia"].flatMap((name) => [
                click(`Approve ${name}`, `${card(name)} button:contains('Approve')`),
                seeNo(`the application of ${name}`, card(name)),
            ])
        ),
        ...openMenu("programs", "program", "Programs"),
        click("Open the program", card("Speakers")),
        ...pressHeaderButton("Match"),
        see("one mentee who waits", "button[name='action_view_waiting']:contains('1')"),
        ...pressHeaderButton("Compare Objectives"),
        see("what most people would give", `${card("Most people")}:contains('1 / 1'):contains('Proven')`),
        ...pressHeaderButton("Use “Most People”"),
        see("the reasons", ".o_form_view:contains('offers the topic that Mia wants: Speaking')"),
        ...pressHeaderButton("Publish All"),
        ...finishDialog("Publish All"),
        seeStatus("Published"),
    ],
});

/** A button of one pair: in its row on a desk, on its card on a phone. */
const ofPair = (pair, button) =>
    [".o_data_row", ".o_kanban_record"]
        .map((row) => `.o_field_widget[name='proposal_ids'] ${row}:contains("${pair}") button[name='${button}']`)
        .join(", ");

tours.add("hr_mentorship_manager_works_on_the_list", {
    steps: () => [
        seeMyMentorship(),
        ...openMenu("programs", "matching", "Matching"),
        click("Open the program", card("Leaders")),
        ...pressHeaderButton("Compare Objectives"),
        see("all objectives side by side", `${card("Most people")}:contains('2 / 2')`),
        see("the last of them", `${card("Stable")}:contains('Proven')`),
        click("Use the fairest", `${card("Fairest")} button[name='action_apply']`),
        click("Lock a pair", ofPair("Max → Mia", "action_lock")),
        see("that it is locked", ofPair("Max → Mia", "action_unlock")),
        click("Reject the other", ofPair("Otto → Eve", "action_reject")),
        write("reason", "Too close to each other."),
        ...finishDialog("Reject"),
        click("See the rejected pair", ".o_notebook .nav-link:contains('Rejected')"),
        see("the reason", `${card("Otto → Eve")}:contains('Too close to each other.')`),
        click("Go back to the list", ".o_notebook .nav-link:contains('Working List')"),
        ...pressHeaderButton("Solve the Rest"),
        see("who has nobody now", ".o_notebook .nav-link:contains('Without a Mentor')"),
        click("See the rejected pair again", ".o_notebook .nav-link:contains('Rejected')"),
        click("Take the rejection back", `${card("Otto → Eve")} button[name='action_take_back_rejection']`),
        seeNo("anything rejected", ".o_notebook .nav-link:contains('Rejected')"),
        ...pressHeaderButton("Add a Pair by Hand"),
        ...choose("mentee_id", "Eve"),
        pressInDialog("Show Who Fits"),
        see("why Max cannot", `.modal ${card("Max")}:contains('published or locked')`),
        click("Choose Otto", `.modal ${card("Otto")} button[name='action_choose']`),
        see("the pair, locked", ofPair("Otto → Eve", "action_unlock")),
        click("Look for another", ofPair("Otto → Eve", "action_choose_another")),
        see("who is proposed now", `.modal ${card("Otto")}:contains('Proposed now')`),
        click("Leave it", ".modal footer button:contains('Close')"),
        seeNo("the dialog", ".modal"),
        ...pressHeaderButton("Publish All"),
        ...finishDialog("Publish All"),
        seeStatus("Published"),
    ],
});

tours.add("hr_mentorship_manager_prints_report", {
    steps: () => [
        seeMyMentorship(),
        ...openMenu("programs", "program", "Programs"),
        click("Open the program", card("Leaders")),
        see("the form", ".o_form_view .o_field_widget[name='goal']"),
        ...onPhone([click("Show the figures", ".o-form-buttonbox button")]),
        click("Open the satisfaction", "button[name='action_view_satisfaction']"),
        see("the figures: as a graph, and as cards on the phone", ".o_graph_view canvas, .o_kanban_view"),
        ...onDesk([click("Switch to the table", ".o_cp_switch_buttons .o_pivot")]),
        ...onPhone([
            click("Open the views", ".o_cp_switch_buttons button"),
            click("Switch to the table", ".o-dropdown--menu .dropdown-item:contains('Pivot')"),
        ]),
        see("the ratings of the program", ".o_pivot_view:contains('Leaders')"),
        ...onDesk([click("Go back to the program", ".o_breadcrumb .breadcrumb-item:contains('Leaders') a")]),
        ...onPhone([click("Go back to the program", ".o_breadcrumb .o_back_button")]),
        {
            content: "Write down the name of what is downloaded",
            trigger: ".o_form_view .o_field_widget[name='goal']",
            run() {
                patch(download, {
                    async _download() {
                        document.body.dataset.downloaded = await super._download(...arguments);
                    },
                });
            },
        },
        click("Open the gear", ".o_cp_action_menus button:has(.fa-cog)"),
        click("Open what can be printed", ".o-dropdown--menu button:contains('Print'), .o-dropdown--menu .o-dropdown-item:contains('Print')"),
        click("Print the report", ".o-dropdown--menu .o-dropdown-item:contains('Satisfaction Report')"),
        see("the downloaded report", "body[data-downloaded='Satisfaction Report - Leaders.pdf']"),
    ],
});
