/* The desk by keyboard. Everything here is a short way to a button that is there without it. */
(() => {
    "use strict";
    const desk = document.querySelector("[data-desk]");
    if (!desk) return;
    const form = desk.querySelector("form");
    const reasons = desk.querySelector("[data-desk-reasons]");
    const help = document.querySelector("[data-desk-keys]");
    const rejecting = document.querySelector("[data-desk-reject]");
    const keysOn = document.querySelector("[data-desk-keys-on]");
    const boxes = () => [...desk.querySelectorAll("[data-desk-reason]")];
    const arrived = Date.now();
    // A key held down on the item before must not decide this one.
    const SETTLING = 350;
    const REMEMBERED = "coulisses-desk-keys";
    let sent = false;

    try {
        keysOn.checked = localStorage.getItem(REMEMBERED) !== "off";
    } catch { /* no storage: the keys are on */ }
    keysOn.addEventListener("change", () => {
        try {
            localStorage.setItem(REMEMBERED, keysOn.checked ? "on" : "off");
        } catch { /* for this page only */ }
    });

    const openReasons = () => {
        reasons.open = true;
        (boxes().find((box) => box.checked) || boxes()[0]).focus();
        reasons.scrollIntoView({ block: "nearest" });
    };

    const hasReason = () => boxes().some((box) => box.checked);

    const confirmRejection = (button) => {
        rejecting.returnValue = "";
        rejecting.showModal();
        rejecting.addEventListener("close", () => {
            if (rejecting.returnValue !== "yes") return;
            const confirmed = document.createElement("input");
            Object.assign(confirmed, { type: "hidden", name: "confirmed", value: "1" });
            form.append(confirmed);
            form.requestSubmit(button);
        }, { once: true });
    };

    form.addEventListener("submit", (event) => {
        const button = event.submitter;
        if (sent) {
            event.preventDefault();
            return;
        }
        if (button && "deskNeedsReason" in button.dataset && !hasReason()) {
            event.preventDefault();
            openReasons();
            return;
        }
        const confirmed = form.querySelector("input[name=confirmed]");
        if (button && "deskConfirm" in button.dataset && !confirmed) {
            event.preventDefault();
            confirmRejection(button);
            return;
        }
        sent = true;
    });
    // Back to this page from the browser's memory: its buttons work again.
    window.addEventListener("pageshow", () => { sent = false; });

    const step = (by) => {
        const list = boxes();
        if (!list.length) return;
        if (!reasons.open) {
            openReasons();
            return;
        }
        const at = list.indexOf(document.activeElement);
        list[(at + by + list.length) % list.length].focus();
    };

    const isTyping = (target) =>
        target.closest("textarea, select, input:not([type=checkbox]), [contenteditable=true]");

    const buttons = new Map(
        [...desk.querySelectorAll("[data-desk-key]")].map((one) => [one.dataset.deskKey, one]),
    );

    // Where the layout has other letters than Latin ones, a key counts by its place.
    const letter = ({ key, code }) => {
        const foreign = /^\p{L}$/u.test(key) && !/^\p{Script=Latin}$/u.test(key);
        return foreign ? code.replace(/^Key/, "").toLowerCase() : key.toLowerCase();
    };

    const press = (key) => {
        const button = buttons.get(key);
        if (!button || button.disabled) return false;
        button.focus();
        form.requestSubmit(button);
        return true;
    };

    const onKey = (event) => {
        const target = event.target;
        if (document.querySelector("dialog[open]")) return;
        if (event.key === "Escape" && target.blur && target.matches && target.matches("textarea, input, select")) {
            target.blur();
            return;
        }
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && hasReason()) {
            event.preventDefault();
            press("c");
            return;
        }
        const modified = event.ctrlKey || event.metaKey || event.altKey;
        if (modified || event.repeat || !keysOn.checked) return;
        if (target.closest && isTyping(target)) return;
        const key = letter(event);
        if (key === "?") help.showModal();
        else if (key === "j") step(1);
        else if (key === "k") step(-1);
        else if (Date.now() - arrived < SETTLING || !press(key)) return;
        event.preventDefault();
    };
    document.addEventListener("keydown", onKey);

    // In the preview too, where it is ours: the keys need not know where one has clicked.
    const frame = desk.querySelector("[data-desk-preview]");
    const listen = () => {
        try {
            frame.contentDocument.addEventListener("keydown", onKey);
        } catch { /* drawn by a frontend elsewhere: its keys are its own */ }
    };
    frame.addEventListener("load", listen);
    listen();  // it may have been there before this was

    const helper = desk.querySelector("[data-desk-help]");
    helper.hidden = false;
    helper.addEventListener("click", () => help.showModal());

    const error = desk.querySelector("[data-desk-error]");
    if (error) {
        if (reasons && reasons.open && !hasReason()) openReasons();
        else error.focus();
    } else if (!desk.querySelector("[autofocus]")) {
        desk.querySelector("[data-desk-title]").focus({ preventScroll: true });
    }
})();
