import { registry } from "@web/core/registry";

import { click, see, todo } from "./tour_helpers";

const QUESTIONS = ".o_survey_form .js_question-wrapper";

/** Answer the two questions of a page, right unless told otherwise, read why, and go on. */
function answerPage(title, { firstWrong = false, last = false } = {}) {
    const right = ".o_survey_choice_btn:contains('✔')";
    const first = firstWrong ? ".o_survey_choice_btn:not(:contains('✔')):first" : right;
    return [
        see(`the section “${title}”`, `.o_survey_title:contains(${JSON.stringify(title)})`),
        see("no explanation yet", ".o_survey_form:not(:has(.o_mentorship_explanation:visible))"),
        click("Answer the first question", `${QUESTIONS}:eq(0) ${first}`),
        click("Answer the second question", `${QUESTIONS}:eq(1) ${right}`),
        click("Hand in the page", `.o_survey_form button[type='submit'][value='${last ? "finish" : "next"}']`),
        ...(last ? [click("Confirm that it is all", ".modal footer .btn-primary:contains('Submit')")] : []),
        see("why", `${QUESTIONS}:eq(0) .o_mentorship_explanation:visible`),
        click("Go on", ".o_survey_form #next_page:visible"),
    ];
}

registry.category("web_tour.tours").add("hr_mentorship_mentor_takes_the_training", {
    steps: () => [
        see("why nobody is matched yet", todo("You are matched as soon as")),
        {
            ...click("Take the training", `${todo("Take the training")} button[name='action_take_training']`),
            expectUnloadPage: true,
        },
        click("Begin", ".o_survey_form button[type='submit'][value='start']"),
        ...answerPage("Guiding without steering", { firstWrong: true }),
        ...answerPage("Listening, and feedback that helps"),
        ...answerPage("Asking before advising"),
        ...answerPage("Boundaries and confidentiality"),
        ...answerPage("When to refer on", { last: true }),
        see("that it is passed", ".o_survey_finished:contains('Congratulations')"),
        {
            ...click("Go back", ".o_survey_finished a:contains('Back to Mentorship')"),
            expectUnloadPage: true,
        },
        see("that nothing waits any more", ".o_mentorship_grid:not(:has(button[name='action_take_training']))"),
    ],
});
