"""When a page has come to rest: what it asked the server for is answered, and it draws nothing any more.

A press is told to the server at once, but the run that answers it begins when the server has time. Until it has ended
old and new stand beside each other, so a test that looks or presses meanwhile may meet both, or what soon is gone.
"""

from __future__ import annotations

from playwright.sync_api import Page, expect

PATIENCE = 60_000  # milliseconds; a machine with much to do is slow
LOOKS, BETWEEN = 4, 50  # how many looks after each other find nothing new, and milliseconds between them
expect.set_options(timeout=PATIENCE)

# Runs in every document before its own scripts. `moves` grows with each message and each change of what is shown.
WATCH = """(() => {
    const seen = window.vlSeen = { isAnswered: true, moves: 0, looks: 0, before: -1, asked: null };
    const Plain = window.WebSocket;
    window.WebSocket = class extends Plain {
        constructor(...given) {
            super(...given);
            this.addEventListener('message', () => { seen.isAnswered = true; seen.moves += 1; });
        }
        send(message) {
            seen.isAnswered = false;
            seen.moves += 1;
            super.send(message);
        }
    };
    new MutationObserver(() => { seen.moves += 1; }).observe(document, {
        subtree: true, childList: true, attributes: true, characterData: true,
    });
})()"""
IS_STILL = """([asked, wanted]) => {
    const seen = window.vlSeen;
    const app = document.querySelector('[data-testid=stApp]');
    if (!seen || !app || !document.querySelector('h1, .vl-box')) return false;
    if (seen.asked !== asked) Object.assign(seen, { asked, looks: 0, before: -1 });
    const isStill = seen.isAnswered && seen.before === seen.moves && app.dataset.testScriptState === 'notRunning'
        && document.documentElement.dataset.vlTheme !== undefined;
    seen.looks = isStill ? seen.looks + 1 : 0;
    seen.before = seen.moves;
    return seen.looks >= wanted;
}"""
_asked = iter(range(10**9))


def settle(page: Page) -> None:
    """Wait until what was asked for is answered, the run has finished and nothing is drawn any more."""
    page.wait_for_function(IS_STILL, arg=[next(_asked), LOOKS], polling=BETWEEN, timeout=PATIENCE)
