import { registry } from "@web/core/registry";
import {
    card,
    click,
    confirmAndSign,
    finishDialog,
    inSection,
    inTaps,
    onDesk,
    onPhone,
    openMenu,
    person,
    onPage,
    openTab,
    pressHeaderButton,
    see,
    seeDialog,
    seeMyMentorship,
    seeNo,
    seePage,
    seeStatus,
    todo,
    write,
} from "./tour_helpers";

const tours = registry.category("web_tour.tours");

const accept = (name) => click("Accept the match", `${todo(name)} button:contains('Accept')`);

const sign = (name) => [
    click("Read the agreement", `${todo(name)} button:contains('Read and Sign')`),
    {
        content: "The text opens at its first line",
        trigger: ".modal .o_field_widget[name='reading_body'] p:contains('This agreement is made between')",
        run() {
            const { left, top } = this.anchor.getBoundingClientRect();
            // Nothing lies over it, and it lies in the window: what is there at its first letters is itself
            if (!this.anchor.contains(document.elementFromPoint(left + 8, top + 8))) {
                throw new Error("The agreement opens somewhere in the middle");
            }
        },
    },
    ...confirmAndSign("Every two weeks"),
];

tours.add("hr_mentorship_mentor_accepts", {
    steps: () => [
        see("who it is", `${todo("Mia could learn from you")}:contains('Leading')`),
        accept("Mia could learn from you"),
        seeNo("the question", "button[name='action_accept']"),
        see("whose turn it is", inSection("answers", "Mia answers until")),
    ],
});

tours.add("hr_mentorship_mentee_accepts_and_signs", {
    steps: () =>
        inTaps(12, [
            accept("Max could be your mentor"),
            // They must not lie over the first lines of the dialog, which are looked at next
            see("what comes next", ".o_notification:contains('You have both said yes')"),
            ...sign("Max"),
            seeNo("the agreement to sign", "button[name='action_sign']"),
        ]),
});

tours.add("hr_mentorship_mentor_signs", {
    steps: () => [
        ...sign("Mia"),
        see("the running mentorship", `${person("Mia")}:contains('Together since')`),
        see("the next check-ins", inSection("checkins", "Regular check-in")),
    ],
});

const log = (stars, summary, { title = "Log Check-in", finish = "Save", which = "" } = {}) => [
    seeMyMentorship(),
    ...openMenu("checkins", "my_checkin", "My Check-ins"),
    ...onDesk([click("Log the first one", `.o_data_row${which}:first button[name='action_log']`)]),
    ...onPhone([click("Log the first one", `.o_kanban_record${which}:first button[name='action_log']`)]),
    seeDialog(title),
    click(`Give ${stars} stars`, `.modal .o_field_widget[name='rating'] .o_priority_star:eq(${stars - 1})`),
    see(`${stars} stars`, `.modal .o_priority:has(.fa-star:eq(${stars - 1}))`),
    write("summary", summary),
    ...finishDialog(finish),
];

tours.add("hr_mentorship_mentee_logs_checkin", {
    steps: () => log(5, "We talked about courage."),
});

tours.add("hr_mentorship_mentor_adds_view_and_completes", {
    steps: () => [
        ...log(4, "Mia has spoken up.", {
            title: "Confirm Check-in",
            finish: "That Is Right",
            which: ":contains('Held')",
        }),
        ...openMenu("mentorships", "my", "My Mentorships"),
        click("Open the mentorship", card("My mentee Mia")),
        ...openTab("notes"),
        see("what we both wrote", `${onPage("Mia has spoken up.")}, ${onPage("We talked about courage.")}`),
        ...pressHeaderButton("Complete"),
        ...finishDialog("Complete"),
        seeStatus("Completed"),
    ],
});

tours.add("hr_mentorship_mentee_thanks", {
    steps: () => [
        click("Write a thank-you", `${todo("Thank Max")} button:contains('Write a Thank-you')`),
        write("message", "You made me speak."),
        ...finishDialog("Send"),
        seeNo("the request", "button[name='action_thank']"),
    ],
});

tours.add("hr_mentorship_mentor_reads_thanks", {
    steps: () => [
        seeMyMentorship(),
        ...openMenu("rewards", "thank_you", "Thank-yous"),
        see("the words of the mentee", `${card("Mia")}:contains('You made me speak.')`),
        ...openMenu("rewards", "badge", "Badges"),
        see("the badge", card("Mentor")),
    ],
});

tours.add("hr_mentorship_member_ends", {
    steps: () => [
        click("Open the mentorship", `${person("Max")} h3 a`),
        seePage("Max"),
        ...pressHeaderButton("End Early"),
        see("what it means", ".modal:contains('They are cancelled, with their meetings')"),
        ...finishDialog("End the Mentorship"),
        seeStatus("Ended"),
    ],
});
