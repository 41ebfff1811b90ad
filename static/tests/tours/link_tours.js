import { registry } from "@web/core/registry";
import { user } from "@web/core/user";

// The page of somebody who is not logged in: no web client, so none of its helpers.
registry.category("web_tour.tours").add("hr_mentorship_link_signs", {
    steps: () => [
        {
            content: "Read the text",
            trigger: "article:contains('More people who dare to lead.')",
            run() {
                if (user.userId) {
                    throw new Error("Somebody is logged in here");
                }
            },
        },
        { content: "Go on", trigger: "main a:contains('Continue')", run: "click", expectUnloadPage: true },
        { content: "Read it in short", trigger: "main dl:contains('Every two weeks')" },
        { content: "Confirm that it was read", trigger: "#has_read", run: "click" },
        {
            content: "Go on to the signature",
            trigger: "main button:contains('Continue to sign')",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The name stands there, and as a signature",
            trigger: ".o_web_sign_name_and_signature input[name='signer']:value('Nora')",
        },
        {
            content: "Sign",
            trigger: ".o_portal_sign_submit:enabled",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Read that it is done",
            trigger: "main .alert-success:contains('signed')",
        },
    ],
});
