import { registry } from "@web/core/registry";
import {
    card,
    click,
    finishDialog,
    onDesk,
    onPhone,
    pressHeaderButton,
    pressInDialog,
    see,
    seeDialog,
    seeNo,
    todo,
} from "./tour_helpers";

const tours = registry.category("web_tour.tours");

const lines = ".modal .o_field_widget[name='line_ids']";
const draft = ".modal .o_field_widget[name='reading_body'] li";
const question = "What do you want to get out of this mentorship?";

tours.add("hr_mentorship_mentor_holds_first_meeting", {
    steps: () => [
        click("Open the meeting", `${todo("Plan your first meeting")} a`),
        see("what is asked of the mentor", ".o_mentorship_next:contains('Plan your first meeting')"),
        ...pressHeaderButton("Plan"),
        click("Choose a time", ".modal .o_field_widget[name='time_id'] .o_radio_item:first-child label"),
        ...finishDialog("Plan"),
        seeNo("the question", ".o_mentorship_next:contains('Plan your first meeting')"),
        ...pressHeaderButton("Answer the Questions"),
        seeDialog("First Meeting"),
        ...onDesk([see("what the partner has said", `${lines} tr:contains('${question}'):contains('Mia: To learn.')`)]),
        ...onPhone([see("what the partner has said", `${lines} ${card(question)}:contains('Mia: To learn.')`)]),
        ...onDesk([
            click("Go to the first answer", `${lines} tr:contains('${question}') td[name='answer']`),
            { content: "Answer", trigger: `${lines} td[name='answer'] textarea`, run: "edit To grow." },
        ]),
        ...onPhone([
            {
                content: "Answer on the card of the question",
                trigger: `${lines} ${card(question)} textarea`,
                run: "edit To grow.",
            },
        ]),
        pressInDialog("Save, Read and Sign"),
        see("what I say in the draft", `${draft}:contains('Max: To grow.')`),
        see("what my partner says in it", `${draft}:contains('Mia: To learn.')`),
        ...finishDialog("Not Now"),
    ],
});
