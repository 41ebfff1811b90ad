/**
 * Steps that differ between a desk and a phone, and those that many tours share.
 *
 * Odoo shows the same action as a list on a desk and as cards on a phone, hides all but the first header button behind
 * a menu, and moves the menus of the app to the side. The tours themselves say what a person does.
 */

/** Milliseconds in which a page comes, on a busy machine too: the host's ten seconds pass there now and then. */
const PATIENCE = 30000;

const ACTIVE_DIALOG = ".modal:not(.o_inactive_modal)";

/** The value, in quotes that a selector understands. */
const quoted = (text) => JSON.stringify(text);

/** The card with ``text`` on it, in a kanban view or inside a form. */
export const card = (text) => `.o_kanban_record:contains(${quoted(text)})`;

/** One of the things to do on My Mentorship, the first or one behind it, by its words. */
export const todo = (text) => `.o_mentorship_my .o_mentorship_next:contains(${quoted(text)})`;

/** A card in a section of My Mentorship. */
export const inSection = (section, text) =>
    `.o_mentorship_my [data-section='${section}'] article:contains(${quoted(text)})`;

/** Somebody on My Mentorship: their name leads to the mentorship with them. */
export const person = (name) => `.o_mentorship_my .o_mentorship_person_card:contains(${quoted(name)})`;

/** Wait until My Mentorship is there. */
export const seeMyMentorship = () => see("My Mentorship", ".o_mentorship_my .o_mentorship_grid");

/** Wait until a page is there, known by something that only it shows. */
export function see(content, trigger) {
    return { content: `See: ${content}`, trigger, timeout: PATIENCE };
}

/** Wait for what takes more seconds than others, like months of mentoring that are made up. */
export function seeLater(content, trigger) {
    return { ...see(content, trigger), timeout: 60000 };
}

/** Wait until something is gone. */
export function seeNo(content, trigger) {
    return { content: `See no longer: ${content}`, trigger: `body:not(:has(${trigger}))`, timeout: PATIENCE };
}

export function click(content, trigger) {
    return { content, trigger, run: "click", timeout: PATIENCE };
}

/**
 * Add a row to a list within a form, and wait until it can be written.
 *
 * A list that is drawn anew in the same moment, since what was written before is being saved, may let the press pass:
 * whoever sees no row presses again.
 */
export function addRow(content, list, field) {
    const link = `${list} .o_field_x2many_list_row_add a`;
    return {
        content,
        trigger: link,
        async run({ queryFirst, click: press }) {
            const isThere = () => queryFirst(`${list} ${field}`);
            for (let tries = 0; tries < 4 && !isThere(); tries++) {
                await press(queryFirst(link));
                for (let waited = 0; waited < 15 && !isThere(); waited++) {
                    await new Promise((resolve) => setTimeout(resolve, 100));
                }
            }
        },
    };
}

/** Open an entry of the app's menus and wait for the page with the given title. */
export function openMenu(section, entry, title) {
    const item = `[data-menu-xmlid='hr_mentorship.hr_mentorship_${entry}_menu']`;
    return [
        {
            isActive: ["desktop"],
            content: `Open the menu “${section}”`,
            trigger: `.o_menu_sections [data-menu-xmlid='hr_mentorship.hr_mentorship_${section}_menu']`,
            run: "click",
        },
        {
            isActive: ["mobile"],
            content: "Open the menu at the side",
            trigger: ".o_main_navbar .o_menu_toggle",
            run: "click",
        },
        click(`Choose “${title}”`, `.o-dropdown--menu ${item}, .o_app_menu_sidebar ${item}`),
        see(`the page “${title}”`, `.o_last_breadcrumb_item:contains(${quoted(title)})`),
    ];
}

/** See the page of a mentorship or a check-in of one's own, by whom it is with. */
export const seePage = (name) => see(`the page with ${name}`, `.o_mentorship_talk header:contains(${quoted(name)})`);

/** Open one of the tabs of such a page. */
export function openTab(key) {
    return [
        click(`Open the tab “${key}”`, `.o_mentorship_talk [data-tab='${key}']`),
        see("what is in it", `.o_mentorship_talk [data-panel='${key}']`),
    ];
}

/** A card on such a page, in the tab that is open. */
export const onPage = (text) => `.o_mentorship_panel article:contains(${quoted(text)})`;

/**
 * Press a button of the form's header; a phone shows only the first one and keeps the others in a menu. On the page of
 * a member, what is done rarely is folded.
 */
export function pressHeaderButton(label) {
    const button = `button[name]:contains(${quoted(label)})`;
    const own = `.o_mentorship_talk ${button}`;
    return [
        {
            content: "Unfold what is done rarely",
            trigger: ".o_statusbar_buttons:has(button), .o_mentorship_talk",
            async run({ queryFirst, click: press }) {
                const fold = queryFirst(".o_mentorship_rare:not([open]) > summary");
                if (fold && !queryFirst(`${own}:visible`)) {
                    await press(fold);
                }
            },
        },
        {
            isActive: ["mobile"],
            content: "Look for the button behind the dots",
            trigger: ".o_statusbar_buttons:has(button), .o_mentorship_talk",
            async run({ queryFirst, click: press }) {
                const more = queryFirst(".o_statusbar_buttons button[title='More']");
                if (!queryFirst(`.o_statusbar_buttons ${button}`) && more) {
                    await press(more);
                }
            },
        },
        click(
            `Press “${label}”`,
            `${own}:enabled, .o_statusbar_buttons ${button}:enabled, .o-dropdown--menu ${button}:enabled`
        ),
    ];
}

/** Wait until the record has reached a status. */
export function seeStatus(label) {
    const text = `:contains(${quoted(label)})`;
    return see(
        `the status “${label}”`,
        [
            `.o_mentorship_status${text}`,
            `.o_statusbar_status .o_arrow_button_current${text}`,
            `.o_statusbar_status .dropdown-toggle${text}`,
        ].join(", ")
    );
}

/** Wait until a dialog is open. */
export function seeDialog(title) {
    return see(`the dialog “${title}”`, `${ACTIVE_DIALOG} .modal-title:contains(${quoted(title)})`);
}

/** Press a button of the open dialog. */
export function pressInDialog(label) {
    return click(`Press “${label}”`, `${ACTIVE_DIALOG} footer button:contains(${quoted(label)}):enabled`);
}

/** Sign what has just been read: a button, a tick and a button, nothing else. */
export function confirmAndSign(inShort) {
    const inDialog = (field) => `${ACTIVE_DIALOG} .o_field_widget[name='${field}']`;
    return [
        pressInDialog("Continue"),
        see("what is agreed in short", `${inDialog("terms_text")}:contains(${quoted(inShort)})`),
        see("what is missing, beside the box", `${ACTIVE_DIALOG} p:contains('Tick the box')`),
        see("that it cannot be signed yet", `${ACTIVE_DIALOG} footer button:contains('Sign'):disabled`),
        click("Confirm that I have read it", `${inDialog("has_read")} input`),
        ...finishDialog("Sign"),
    ];
}

/** Reach something with Tab alone, as somebody does who has no mouse, and press a key on it. */
export function pressKey(key, content, trigger) {
    return {
        content: `${content}, by the keyboard`,
        trigger,
        async run({ press }) {
            for (let steps = 0; document.activeElement !== this.anchor; steps++) {
                if (steps > 200) {
                    throw new Error(`Tab does not lead to ${trigger}`);
                }
                await press("Tab");
            }
            await press(key);
        },
    };
}

/** Press a button of the open dialog, and wait until the dialog has closed. */
export function finishDialog(label) {
    return [pressInDialog(label), seeNo("a dialog", ".modal")];
}

/** Write text or a number into a field. */
export function write(field, text) {
    const inField = (tag) => `.o_field_widget[name=${quoted(field)}] ${tag}`;
    return {
        content: `Write “${text}” into ${field}`,
        trigger: `${inField("input")}, ${inField("textarea")}`,
        run: `edit ${text}`,
    };
}

/** Choose a record in a many2one or many2many field: a list below it on a desk, a dialog of cards on a phone. */
export function choose(field, name) {
    return [
        ...onDesk([
            write(field, name),
            click(`Choose “${name}”`, `.o-autocomplete--dropdown-item > a:contains(${quoted(name)})`),
        ]),
        ...onPhone([
            click(`Open the choices of ${field}`, `.o_field_widget[name=${quoted(field)}] input`),
            click("Search among them", `${ACTIVE_DIALOG} .o_control_panel_navigation button:has(.fa-search)`),
            {
                content: `Search “${name}”`,
                trigger: `${ACTIVE_DIALOG} .o_searchview_input`,
                run: `edit ${name}`,
            },
            see("the suggestions", ".o_searchview_autocomplete"),
            { content: "Take the first", trigger: `${ACTIVE_DIALOG} .o_searchview_input`, run: "press Enter" },
            see("what is searched", `${ACTIVE_DIALOG} .o_searchview_facet:contains(${quoted(name)})`),
            click(`Choose “${name}”`, `${ACTIVE_DIALOG} ${card(name)}`),
            seeNo("the choices", ".o_select_create_dialog_content"),
        ]),
    ];
}

/** Choose a tag in a many2many field, and see it there. */
export function chooseTag(field, name) {
    return [
        ...choose(field, name),
        see(`the tag “${name}”`, `.o_field_widget[name=${quoted(field)}] .o_tag:contains(${quoted(name)})`),
    ];
}

/** Select all rows of the list and press a button of its header (desk only: a phone has cards). */
export function pressForAllRows(label) {
    return [
        {
            isActive: ["desktop"],
            content: "Select all rows",
            trigger: ".o_list_view:has(.o_data_row) thead .o_list_record_selector input",
            run: "click",
        },
        {
            isActive: ["desktop"],
            content: `Press “${label}” for all of them`,
            // Some buttons of a list are there before anything is ticked, the others stand beside what is
            trigger: `.o_control_panel button[name]:contains(${quoted(label)})`,
            run: "click",
        },
    ];
}

/**
 * The same steps, which fail on a phone if a thumb has to press more than ``most`` times in them.
 *
 * The button of the mail that has led here counts as the first.
 */
export function inTaps(most, steps) {
    let taps = 1;
    const count = () => taps++;
    return [
        ...onPhone([
            {
                content: "Count the taps",
                trigger: "body",
                run: () => document.addEventListener("pointerdown", count, { capture: true }),
            },
        ]),
        ...steps,
        ...onPhone([
            {
                content: `There were ${most} taps at most`,
                trigger: "body",
                run() {
                    document.removeEventListener("pointerdown", count, { capture: true });
                    if (taps < 2 || taps > most) {
                        throw new Error(`${taps} taps instead of ${most} at most`);
                    }
                },
            },
        ]),
    ];
}

/** The same steps, on a phone only. */
export const onPhone = (steps) => steps.map((step) => ({ ...step, isActive: ["mobile"] }));

/** The same steps, on a desk only. */
export const onDesk = (steps) => steps.map((step) => ({ ...step, isActive: ["desktop"] }));
