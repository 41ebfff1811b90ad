import { registry } from "@web/core/registry";
import {
    card,
    click,
    finishDialog,
    inSection,
    onDesk,
    onPhone,
    pressHeaderButton,
    pressKey,
    see,
    seeDialog,
    seeNo,
    seeStatus,
    todo,
    write,
} from "./tour_helpers";

const tours = registry.category("web_tour.tours");

const section = (name) => `.o_field_widget[name='${name}']`;

tours.add("hr_mentorship_mentee_finds_and_asks", {
    steps: () => [
        click("Look for a mentor", `${todo("Choose your mentor in “Leaders”")} button:contains('Find my mentor')`),
        see("the best first", ".o_kanban_record:not(.o_kanban_ghost):first:contains('Max')"),
        see("why", `${card("Max")}:contains('Offers 2 of the 2 topics you want')`),
        see("the introduction", `${card("Max")}:contains('I ask more than I answer.')`),
        see("the second best", card("Otto")),
        // The shortcuts of a kanban take Enter for themselves where nobody keeps it from them
        ...onDesk([
            {
                content: "Ask the best, by the keyboard",
                trigger: `${card("Max")} button:contains('Ask')`,
                async run({ press }) {
                    this.anchor.focus(); // Odoo's search field keeps the Tab key to itself
                    await press("Enter");
                },
            },
        ]),
        ...onPhone([click("Ask the best", `${card("Max")} button:contains('Ask')`)]),
        seeDialog("Ask a Mentor"),
        see("whom I ask", ".modal .o_field_widget[name='name']:contains('Max')"),
        write("message", "May I see how you lead?"),
        ...finishDialog("Send Request"),
        see("that Max has it", ".o_notification:contains('Max has your request')"),
        see("my request", inSection("answers", "My mentor Max")),
        seeNo("the invitation to choose", todo("Choose your mentor")),
        click("Open my request", `${inSection("answers", "My mentor Max")} a`),
        see("my own words", ".o_mentorship_panel:contains('May I see how you lead?')"),
        seeStatus("Offered"),
    ],
});

const tick = (name) => `${card(name)} .o_mentorship_tick input`;

/** Wait until the focus is where it was, as somebody without a mouse would look for it otherwise. */
const seeFocus = (what, trigger) => ({
    content: `See the focus on ${what}`,
    trigger,
    async run() {
        for (let waited = 0; waited < 30 && document.activeElement !== this.anchor; waited++) {
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
        if (document.activeElement !== this.anchor) {
            throw new Error(`The focus is on ${document.activeElement?.outerHTML.slice(0, 200)}`);
        }
    },
});

/** Nothing is wider than the screen: neither the page nor what scrolls in it. */
const seeNoWiderThanTheScreen = (selector) => ({
    content: `See that ${selector} is not scrolled sideways`,
    trigger: selector,
    run() {
        for (const el of [this.anchor, document.scrollingElement]) {
            if (el.scrollWidth > el.clientWidth + 1) {
                throw new Error(`${el.tagName} is ${el.scrollWidth} wide, of ${el.clientWidth}`);
            }
        }
    },
});

// Starts on Find My Mentor, where Max, Otto, Ida and Eve have a seat each
tours.add("hr_mentorship_mentee_compares_mentors", {
    steps: () => [
        ...onDesk([
            {
                content: "Choose Max, by the keyboard",
                trigger: tick("Max"),
                async run({ press }) {
                    this.anchor.focus(); // Odoo's search field keeps the Tab key to itself
                    await press("Space");
                },
            },
        ]),
        ...onPhone([click("Choose Max", tick("Max"))]),
        see("that one is no comparison", ".o_mentorship_beside_bar button[name='compare']:disabled"),
        see("what is missing", ".o_mentorship_beside_bar:contains('choose one or two more')"),
        click("Choose Otto", tick("Otto")),
        click("Choose Ida", tick("Ida")),
        see("that there is no fourth one", `${card("Eve")} .o_mentorship_tick input:disabled`),
        click("Leave Ida out", tick("Ida")),
        ...onDesk([pressKey("Enter", "Compare them", ".o_mentorship_beside_bar button[name='compare']:enabled")]),
        ...onPhone([click("Compare them", ".o_mentorship_beside_bar button[name='compare']:enabled")]),
        seeDialog("Mentors Side by Side"),
        see("both of them", ".modal:has([data-mentor='Max']):has([data-mentor='Otto']):not(:has([data-mentor='Ida']))"),
        see("why we fit", ".modal [data-row='reasons']:contains('Offers 2 of the 2 topics you want')"),
        see("which topics are mine", ".modal [data-row='topics']:contains('you want it')"),
        see("who has time", ".modal [data-row='seats']:contains('One seat is free')"),
        see("what they say", ".modal [data-row='introduction']:contains('I ask more than I answer.')"),
        seeNoWiderThanTheScreen(".modal .modal-body"),
        ...onDesk([
            see("a column each", ".modal table thead th[scope='col']:contains('Otto')"),
            pressKey("Enter", "Ask Otto", ".modal [data-mentor='Otto'] button"),
        ]),
        ...onPhone([
            see("no table", ".modal .modal-body:not(:has(table))"),
            click("Ask Otto", ".modal [data-mentor='Otto'] button"),
        ]),
        seeDialog("Ask a Mentor"),
        see("whom I ask", ".modal .o_field_widget[name='name']:contains('Otto')"),
        click("Think again", ".modal:not(.o_inactive_modal) footer button:contains('Not Yet')"),
        seeDialog("Mentors Side by Side"),
        seeFocus("the one whom I was about to ask", ".modal [data-mentor='Otto'] button"),
        click("Go back", ".modal footer button:contains('Back to All Mentors')"),
        seeNo("a dialog", ".modal"),
        seeFocus("where I was", ".o_mentorship_beside_bar button[name='compare']"),
        see("whom I have chosen", `${tick("Otto")}:checked`),
        click("Choose nobody any more", ".o_mentorship_beside_bar button[name='clear']"),
        seeNo("the bar", ".o_mentorship_beside_bar"),
        seeFocus("the last one of them", tick("Otto")),
        click("Choose Max again", tick("Max")),
        click("And Otto", tick("Otto")),
        click("Compare them again", ".o_mentorship_beside_bar button[name='compare']:enabled"),
        click("Ask Max", ".modal [data-mentor='Max'] button"),
        seeDialog("Ask a Mentor"),
        ...finishDialog("Send Request"),
        see("that Max has it", ".o_notification:contains('Max has your request')"),
        see("my request", inSection("answers", "My mentor Max")),
    ],
});

tours.add("hr_mentorship_mentor_accepts_request", {
    steps: () => [
        see("what the mentee writes", `${todo("Mia asks you to be their mentor")}:contains('May I see how you lead?')`),
        click("Open the request", `${todo("Mia asks you")} a`),
        see("who asks", ".o_mentorship_talk .o_mentorship_next:contains('asks you to be their mentor')"),
        ...pressHeaderButton("Accept"),
        seeStatus("Agreement"),
    ],
});

tours.add("hr_mentorship_mentee_takes_back", {
    steps: () => [
        click("Open my request", `${inSection("answers", "My mentor Max")} a`),
        see("that it waits", ".o_mentorship_talk header:contains('You have asked; Max answers until')"),
        ...pressHeaderButton("Take Back"),
        ...finishDialog("Take It Back"),
        seeNo("the waiting", ".o_mentorship_talk header:contains('You have asked')"),
    ],
});

tours.add("hr_mentorship_mentee_reads_nobody_left", {
    steps: () => [
        see("that nobody has time, and what to do", ".o_view_nocontent:contains('Nobody to ask at the moment')"),
    ],
});

tours.add("hr_mentorship_mentee_ranks_wishes", {
    steps: () => [
        click("Open my wishes", `${card("Leaders")} button:contains('My wishes')`),
        seeDialog("My Wishes"),
        see("whom I wanted first so far", ".modal .o_data_row:first:contains('Max')"),
        // The shortcuts of a list take keys for themselves where nobody keeps them from it
        ...onDesk([pressKey("Enter", "Move Max down", ".modal .o_data_row:first button[aria-label='Max, now 1: down']")]),
        ...onPhone([click("Move Max down", ".modal .o_data_row:first button[aria-label='Max, now 1: down']")]),
        see("whom I want first now", ".modal .o_data_row:first:contains('Otto')"),
        {
            content: "See that the arrow I am on has come along",
            trigger: ".modal .o_data_row:eq(1) button[aria-label='Max, now 2: down']",
            async run({ queryFirst }) {
                // The focus follows when the rows have been drawn
                const isThere = () => document.activeElement === queryFirst(".modal button[aria-label='Max, now 2: down']");
                for (let waited = 0; waited < 20 && !isThere(); waited++) {
                    await new Promise((resolve) => setTimeout(resolve, 100));
                }
                if (!isThere()) {
                    throw new Error("The focus is lost");
                }
            },
        },
        ...onDesk([
            {
                content: "Drag the last one to the top",
                trigger: ".modal .o_data_row:eq(2):contains('Eve') .o_handle_cell",
                run: "drag_and_drop(.modal .o_data_row:first .o_handle_cell)",
            },
        ]),
        // A finger rests a moment before it drags, which a tour does not
        ...onPhone([
            click("Move Eve up", ".modal button[aria-label='Eve, now 3: up']"),
            click("Move Eve to the top", ".modal button[aria-label='Eve, now 2: up']"),
        ]),
        see("whom I want most", ".modal .o_data_row:first:contains('Eve')"),
        ...finishDialog("Save My Wishes"),
    ],
});

tours.add("hr_mentorship_mentor_offers_a_seat", {
    steps: () => [
        click("See who looks for a mentor", `${inSection("participants", "Leaders")} button:contains('Offer a seat')`),
        see("who wants to be found", card("Mia")),
        see("why we fit", `${card("Mia")}:contains('You offer 2 of the 2 topics')`),
        seeNo("who does not", card("Olga")),
        click("Offer Mia a seat", `${card("Mia")} button:contains('Offer a seat')`),
        seeDialog("Offer a Seat"),
        see("to whom", ".modal .o_field_widget[name='name']:contains('Mia')"),
        write("message", "We could prepare your first project."),
        ...finishDialog("Offer the Seat"),
        see("that Mia has it", ".o_notification:contains('Mia has your offer')"),
        see("my offer", inSection("answers", "My mentee Mia")),
        see("that it waits", `${inSection("answers", "My mentee Mia")}:contains('You have offered a seat')`),
    ],
});

tours.add("hr_mentorship_mentee_accepts_a_seat", {
    steps: () => [
        see("the words", `${todo("Max offers to be your mentor")}:contains('We could prepare your first project.')`),
        click("Say yes", `${todo("Max offers to be your mentor")} button:contains('Accept')`),
        see("what comes", ".o_mentorship_my .o_mentorship_next:contains('Get to know Max, then sign')"),
    ],
});

tours.add("hr_mentorship_mentee_asks_the_next_wish", {
    steps: () => [
        click("Ask the next one", `${todo("Ask Otto to be your mentor")} button:contains('Ask Otto')`),
        seeDialog("Ask a Mentor"),
        see("whom I ask", ".modal .o_field_widget[name='name']:contains('Otto')"),
        see("who would be next", ".modal [name='next_wish']:contains('Ida')"),
        click("Let the next one be asked in my name", ".modal [name='asks_next_wish'] input"),
        ...finishDialog("Send Request"),
        see("that Otto has it", ".o_notification:contains('Otto has your request')"),
        see("my request", inSection("answers", "My mentor Otto")),
    ],
});

tours.add("hr_mentorship_manager_approves_a_request", {
    steps: () => [
        click(
            "Look at what waits",
            ".o_mentorship_my [data-section='managed'] article:contains('Leaders') button:contains('Look at them')"
        ),
        ...onDesk([
            see("who asks whom", ".o_data_row:contains('Max → Mia'):contains('Max offers 2 of the 2 topics')"),
            click("Tick it", ".o_data_row:contains('Max → Mia') .o_list_record_selector input"),
            click("Approve", ".o_control_panel button[name='action_approve_request']"),
        ]),
        ...onPhone([click("Approve", `${card("Max → Mia")} button:contains('Approve')`)]),
        see("that it is on its way", ".o_notification:contains('The request is on its way')"),
        see("that nothing is left", ".o_view_nocontent:contains('No request waits for an answer')"),
    ],
});
