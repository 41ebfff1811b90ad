import { registry } from "@web/core/registry";
import {
    click,
    finishDialog,
    onPage,
    onPhone,
    openTab,
    pressHeaderButton,
    see,
    seeDialog,
    seeMyMentorship,
    seeNo,
    seePage,
    write,
} from "./tour_helpers";

const tours = registry.category("web_tour.tours");

/** The menus of this app, whatever was open before. */
const inOurApp = () => ({
    isActive: ["desktop"],
    ...see("our menus", "[data-menu-xmlid='hr_mentorship.hr_mentorship_overview_menu']"),
});

// Starts on the mentorship
tours.add("hr_mentorship_member_looks_around", {
    steps: () => [
        seePage("Max"),
        ...onPhone([
            {
                content: "See the tabs before anything is scrolled",
                trigger: ".o_mentorship_tabs",
                run() {
                    const { bottom } = this.anchor.getBoundingClientRect();
                    if (bottom > window.innerHeight + 1) {
                        throw new Error(`The tabs end at ${bottom} of ${window.innerHeight}`);
                    }
                },
            },
        ]),
        see("the state as a sentence", ".o_mentorship_talk header:contains('Together since')"),
        see("one thing to do", ".o_mentorship_talk .o_mentorship_next_first h2"),
        see("a page of its own", ".o_form_view.o_mentorship_own"),
        see("what helps now", ".o_mentorship_panel .o_mentorship_links a:contains('SMART')"),
        seeNo("the form of those who run it", ".o_form_statusbar"),
        ...openTab("goals"),
        see("what to begin with", ".o_mentorship_panel:contains('One sentence is enough')"),
        ...openTab("agreement"),
        see("how often we meet", ".o_mentorship_panel:contains('Every two weeks')"),
        ...openTab("notes"),
        click("Write a note", ".o_mentorship_panel button[name='action_write_note']"),
        seeDialog("Write a Note"),
        write("body", "Ask about the talk in May."),
        ...finishDialog("Save"),
        see("it there", ".o_mentorship_panel .o_mentorship_letter:contains('Ask about the talk in May.')"),
        ...openTab("messages"),
        see("the messages", ".o-mail-Form-chatter"),
        ...openTab("meetings"),
        see("them put away", ".o_form_view:not(.o_mentorship_with_messages)"),
        click("Open the next meeting", ".o_mentorship_panel article:first h3 a"),
        see("the agenda", ".o_mentorship_panel:contains('What we talk about')"),
        click("Go back", ".o_mentorship_talk header a:contains('My mentor Max')"),
        see("the page again", onPage("Regular check-in")),
    ],
});

tours.add("hr_mentorship_member_asks_soon", {
    steps: () => [
        click("Say that it is urgent", ".o_mentorship_talk button[name='action_ask_soon']"),
        see("who learns of it", ".modal:contains('Nobody else does')"),
        ...finishDialog("Tell Them Now"),
        see("it in our chat", ".o-mail-Message:contains('I need you soon')"),
    ],
});

// Starts on a record that is not there for the reader
tours.add("hr_mentorship_reader_is_led_home", {
    steps: () => [
        see("a sentence", ".o_notification:contains('not one for you')"),
        seeMyMentorship(),
        seeNo("an error", ".o_error_dialog, .modal"),
        inOurApp(),
    ],
});

// Starts with an address that names one of our actions
tours.add("hr_mentorship_address_asks_nothing", {
    steps: () => [seeMyMentorship(), seeNo("a question or an error", ".o_error_dialog, .modal")],
});

// Starts on the mentorship, by an address that says nothing of where it belongs
tours.add("hr_mentorship_member_follows_a_link", {
    steps: () => [
        seePage("Max"),
        inOurApp(),
        {
            isActive: ["desktop"],
            ...click("Go to what is behind it", ".o_breadcrumb a:contains('My Mentorship')"),
        },
        { isActive: ["mobile"], ...click("Go back", ".o_breadcrumb .o_back_button") },
        seeMyMentorship(),
    ],
});

tours.add("hr_mentorship_member_celebrates", {
    steps: () => [
        ...pressHeaderButton("Complete"),
        seeDialog("Confirmation"),
        ...finishDialog("Complete"),
        see("a rainbow", ".o_reward"),
        click("Go on", ".o_reward"),
        see("the moment", "[data-hint='moment']:contains('You have completed your mentorship')"),
        click("Show it", "[data-hint='moment'] button:contains('Show It')"),
        seeNo("the question", "[data-hint='moment']"),
    ],
});
