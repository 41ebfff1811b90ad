import { registry } from "@web/core/registry";
import {
    card,
    chooseTag,
    click,
    confirmAndSign,
    finishDialog,
    inSection,
    onDesk,
    onPage,
    onPhone,
    openMenu,
    openTab,
    person,
    pressHeaderButton,
    see,
    seeMyMentorship,
    seeNo,
    seePage,
    seeStatus,
    todo,
    write,
} from "./tour_helpers";

const tours = registry.category("web_tour.tours");

tours.add("hr_mentorship_peer_joins", {
    steps: () => [
        see("one way to join", `${inSection("programs", "Peers")}:not(:contains('Join as'))`),
        click("Join", `${inSection("programs", "Peers")} button:contains('Join')`),
        see("the goal in the dialog", ".modal .o_field_widget[name='goal']:contains('More people who dare to lead.')"),
        see("that nobody is asked for a role", ".modal-body:not(:has(.o_field_widget[name='role']))"),
        ...chooseTag("skill_ids", "Speaking"),
        ...chooseTag("offered_skill_ids", "Selling"),
        write("motivation", "I would rather ask an equal."),
        ...finishDialog("Apply"),
        see("that I have applied", `${inSection("participants", "Peers")}:contains('Applied')`),
    ],
});

tours.add("hr_mentorship_manager_matches_peers", {
    steps: () => [
        seeMyMentorship(),
        ...openMenu("programs", "program", "Programs"),
        click("Open the applications", `${card("Peers")} a[name='action_view_applications']`),
        see("what they give", ".o_list_view th[data-name='offered_skill_ids'], .o_kanban_record:contains('Can help with')"),
        ...onDesk([
            click("Select all rows", ".o_list_view:has(.o_data_row) thead .o_list_record_selector input"),
            see("that all are selected", ".o_selection_container:contains('3')"),
            click("Approve all", ".o_control_panel button[name='action_approve']"),
            seeNo("an application", ".o_data_row"),
        ]),
        ...onPhone(
            ["Mia", "Olga", "Noah"].flatMap((name) => [
                click(`Approve ${name}`, `${card(name)} button:contains('Approve')`),
                seeNo(`the application of ${name}`, card(name)),
            ])
        ),
        ...openMenu("programs", "program", "Programs"),
        click("Open the program", card("Peers")),
        see("that nobody is counted as a mentor", ".o_form_view:not(:contains('Mentors + Mentees'))"),
        ...pressHeaderButton("Match"),
        see("three people who wait", "button[name='action_view_waiting']:contains('3'):contains('Waiting people')"),
        seeNo("free seats", "button[name='action_view_free_mentors']"),
        ...pressHeaderButton("Compare Objectives"),
        see("what most people would give", `${card("Most people")}:contains('2 / 3'):contains('Proven')`),
        seeNo("the fairest, which is for seats", card("Fairest")),
        ...pressHeaderButton("Use “Most People”"),
        see("what Olga has for Mia", ".o_form_view:contains('Olga offers the topic that Mia wants: Speaking')"),
        see("what Mia has for Olga", ".o_form_view:contains('Mia offers the topic that Olga wants: Selling')"),
        click("See who is left over", ".o_notebook .nav-link:contains('Without a Partner')"),
        see("why", `${card("Noah")}:contains('peers go in pairs')`),
        click("Look for somebody by hand", `${card("Noah")} button:contains('Choose a Partner')`),
        see("whom", ".modal:contains('Who shall go with')"),
        click("Leave it", ".modal footer button:contains('Close')"),
        seeNo("the dialog", ".modal"),
        ...pressHeaderButton("Publish All"),
        ...finishDialog("Publish All"),
        see("that one is left over", ".o_form_view:contains('One person is left over')"),
    ],
});

const accept = (name) => {
    const offer = todo("You and " + name + " could help each other");
    return [
        see("why the two", offer + ":contains('Offers the topic you want'):contains('You offer the topic that')"),
        click("Accept", offer + " button:contains('Accept')"),
    ];
};

tours.add("hr_mentorship_peer_accepts", {
    steps: () => [
        ...accept("Olga"),
        seeNo("the question", "button[name='action_accept']"),
        see("whose turn it is", inSection("answers", "Olga answers until")),
    ],
});

tours.add("hr_mentorship_peer_accepts_and_signs", {
    steps: () => [
        ...accept("Mia"),
        click("Read the agreement", `${todo("Mia")} button:contains('Read and Sign')`),
        see("that they are equals", ".modal .o_field_widget[name='reading_body']:contains('who take part as equals')"),
        ...confirmAndSign("Every two weeks"),
        seeNo("the agreement to sign", "button[name='action_sign']"),
    ],
});

tours.add("hr_mentorship_peer_sets_and_suggests_a_goal", {
    steps: () => [
        see("what we are to each other", `${person("Olga")}:contains('My peer'):contains('Can help with: Speaking')`),
        click("Open the mentorship", `${person("Olga")} h3 a`),
        seePage("My peer Olga"),
        ...openTab("goals"),
        click("Set a goal", ".o_mentorship_panel button:contains('New Goal')"),
        see("an empty goal", ".o_form_view .o_field_widget[name='name'] textarea"),
        write("name", "I open a talk without notes"),
        ...pressHeaderButton("Start"),
        seeStatus("In Progress"),
        ...onDesk([click("Go back", ".o_breadcrumb .breadcrumb-item:contains('Olga') a")]),
        ...onPhone([click("Go back", ".o_breadcrumb .o_back_button")]),
        seePage("My peer Olga"),
        ...openTab("goals"),
        see("that it is mine", `${onPage("I open a talk without notes")}:contains('My goal')`),
        click("Suggest one to Olga", ".o_mentorship_panel button:contains('Suggest a Goal')"),
        see("to whom", ".modal .o_field_widget[name='member_id']"),
        write("name", "Sell one idea a week"),
        ...finishDialog("Suggest"),
        see("what happens with it", ".o_notification:contains('Olga takes it up, or says no')"),
    ],
});

tours.add("hr_mentorship_peer_takes_up_a_goal", {
    steps: () => [
        click("Open the mentorship", `${person("Mia")} h3 a`),
        seePage("My peer Mia"),
        ...openTab("goals"),
        see("whose the other one is", `${onPage("I open a talk without notes")}:contains('Goal of Mia')`),
        click("Take mine up", `${onPage("Sell one idea a week")} button:contains('Take It Up')`),
        see("that it runs", `${onPage("Sell one idea a week")}:contains('In Progress')`),
    ],
});
