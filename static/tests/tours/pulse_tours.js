import { registry } from "@web/core/registry";

import { click, inSection, see, seeMyMentorship, seeNo } from "./tour_helpers";

const asked = inSection("pulse", "Tell us how it goes (2 minutes)");

const QUESTION = (words) => `fieldset:has(legend:contains(${JSON.stringify(words)}))`;
const point = (words, value) =>
    click(`Say ${value} to “${words}”`, `${QUESTION(words)} label.btn:contains('${value}'):first`);

registry.category("web_tour.tours").add("hr_mentorship_member_answers_survey", {
    steps: () => [
        see("the card", asked),
        {
            ...click("Answer", `${asked} button[name='action_answer']`),
            expectUnloadPage: true,
        },
        see("what becomes of it", "summary:contains('Nobody reads your answers')"),
        point("All in all", 4),
        point("The two of us get on", 5),
        point("Here I can say openly", 5),
        point("We are getting closer", 3),
        {
            content: "Choose what matters most",
            trigger: `${QUESTION("What matters to you")} select:first`,
            run: "selectByLabel Honest feedback",
        },
        click("Say how much of it is there", `${QUESTION("What matters to you")} label.btn:contains('4'):first`),
        {
            content: "Write what goes well",
            trigger: "div:has(> label:contains('What goes well')) textarea",
            run: "edit The walks",
        },
        click("Let it be read without a name", "div:has(> label:contains('What goes well')) input[type='checkbox']"),
        {
            ...click("Send", "button[type='submit']:contains('Send')"),
            expectUnloadPage: true,
        },
        see("thanks", ".alert-success:contains('Thank you!')"),
        {
            ...click("Go back", "a:contains('Back to my mentorships')"),
            expectUnloadPage: true,
        },
        seeMyMentorship(),
        seeNo("the card", asked),
    ],
});

registry.category("web_tour.tours").add("hr_mentorship_member_answers_not_now", {
    steps: () => [
        see("the card", asked),
        click("Not now", `${asked} button[name='action_decline']`),
        seeNo("the card", asked),
    ],
});
