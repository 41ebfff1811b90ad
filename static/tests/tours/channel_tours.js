import { registry } from "@web/core/registry";
import { click, see, seeNo } from "./tour_helpers";

const tours = registry.category("web_tour.tours");

const chat = ".o_mentorship_talk header button[name='action_chat']";
const composer = ".o-mail-Composer-input";

const say = (words) => [
    { content: `Write “${words}”`, trigger: composer, run: `edit ${words}` },
    { content: "Send it", trigger: composer, run: "press Enter" },
    see("the message", `.o-mail-Message:contains('${words}')`),
];

tours.add("hr_mentorship_member_writes_to_partner", {
    steps: () => [
        click("Chat", ".o_mentorship_person_card:contains('Max') button[name='action_chat']"),
        see("who reads it", `${composer}[placeholder^='Only the members read this']`),
        ...say("Shall we walk?"),
    ],
});

tours.add("hr_mentorship_partner_answers_on_the_page", {
    steps: () => [
        click("Chat", chat),
        see("the message", ".o-mail-Message:contains('Shall we walk?')"),
        ...say("With pleasure"),
    ],
});

tours.add("hr_mentorship_member_reads_after_the_end", {
    steps: () => [
        click("Chat", chat),
        see("the message", ".o-mail-Message:contains('With pleasure')"),
        see("that it is over", ".o_mentorship_over"),
        seeNo("a field to write", ".o-mail-ChatWindow .o-mail-Composer-input"),
    ],
});
