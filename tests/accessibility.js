// Walks through screens and lets axe-core look at each; put behind axe-core itself into a page of the web client or a
// public one. `STEPS` and `KNOWN` are put in by the test: what to do, and which faults are those of the host.
(async () => {
    const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const isThere = (selector) =>
        [...document.querySelectorAll(selector)].find((element) => element.getClientRects().length);

    async function see(selector) {
        for (let tries = 0; tries < 200; tries++) {
            const element = isThere(selector);
            if (element) {
                return element;
            }
            await wait(50);
        }
        throw new Error(`not there: ${selector}`);
    }

    // What fades in is pale until it is there. What turns for ever, such as a wheel, is not waited for.
    const isMoving = () =>
        document
            .getAnimations()
            .some(({ playState, effect }) => playState === "running" && effect?.getTiming().iterations !== Infinity);

    // Nothing is loading or moving any more
    async function settle() {
        let before = null;
        for (let tries = 0; tries < 40; tries++) {
            const now = `${document.body.innerText.length} ${document.querySelectorAll("*").length}`;
            if (now === before && !isMoving() && !isThere(".o_blockUI, .o_loading_indicator, .modal.fade:not(.show)")) {
                return;
            }
            before = now;
            await wait(100);
        }
    }

    const isKnown = (rule, node) =>
        KNOWN.some(
            ([rules, selector]) => (rules.includes(rule) || rules.includes("*")) && node.element.closest(selector)
        );

    async function look(screen) {
        await settle();
        const results = await axe.run(document, { runOnly: RULES, resultTypes: ["violations"], elementRef: true });
        const ours = [], theirs = {};
        for (const fault of results.violations) {
            for (const node of fault.nodes) {
                if (isKnown(fault.id, node)) {
                    theirs[fault.id] = (theirs[fault.id] || 0) + 1;
                } else if (["serious", "critical"].includes(fault.impact)) {
                    ours.push(`${fault.id} (${fault.help}): ${node.html.slice(0, 300)}`);
                }
            }
        }
        const wide = document.documentElement.scrollWidth - window.innerWidth;
        if (wide > 1) {
            ours.push(`the page is ${wide} pixels wider than the window`);
        }
        console.log(`accessibility ${JSON.stringify({ screen, ours, theirs, passed: results.passes.length })}`);
        return ours.map((fault) => `${screen}: ${fault}`);
    }

    const faults = [];
    for (const [kind, value] of STEPS) {
        if (kind === "go") {
            await odoo.__WOWL_DEBUG__.root.env.services.action.doAction(value, { clearBreadcrumbs: true });
        } else if (kind === "see") {
            await see(value);
        } else if (kind === "click") {
            (await see(value)).click();
        } else if (kind === "press") {
            // On a phone, all but the first button of a form are behind another
            await settle();
            if (!isThere(value)) {
                (await see(".o_statusbar_buttons .dropdown-toggle")).click();
            }
            (await see(value)).click();
        } else if (kind === "gone") {
            for (let tries = 0; isThere(value) && tries < 200; tries++) {
                await wait(50);
            }
        } else if (kind === "read") {
            document.documentElement.innerHTML = `<head><title>Mail</title></head><body>${value}</body>`;
        } else if (kind === "look") {
            faults.push(...(await look(value)));
        }
    }
    if (faults.length) {
        console.error(`Not accessible:\n${faults.join("\n")}`);
    } else {
        console.log("test successful");
    }
})().catch((error) => console.error(`The walk broke off: ${error.message}`));
