/**
 * @typedef {import('../onechat.js').Client} Client
 * @typedef {import('../onechat.js').SavedSession} SavedSession
 * @typedef {import('../onechat.js').Ring} Ring
 * @typedef {{session: SavedSession, name: string, room: number, rings: Ring[]}} Left where the person was, and was rung; room 0 for no call
 */

const DEVICE = 'onechat.device';
const LEFT = 'onechat.left';
/** How long the page before a reload may take to let its name go, in milliseconds. */
const PATIENCE = 500;

/**
 * This tab's device name: the same after a reload, so that the server sees the same device again, and another one in a tab that was duplicated.
 *
 * @returns {Promise<string | undefined>} undefined where the browser can't tell a reload from a duplicate: then any new name will do
 */
export async function tabDevice() {
  try {
    const known = sessionStorage.getItem(DEVICE);
    // Pages without TLS have no locks.
    if (navigator.locks === undefined) return undefined;
    if (known !== null && (await holdsAlone(known))) return known;
    const fresh = `web-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
    sessionStorage.setItem(DEVICE, fresh);
    await holdsAlone(fresh);
    return fresh;
  } catch {
    // A browser that keeps nothing for pages.
    return undefined;
  }
}

/**
 * Takes the name for as long as the page lives, if nobody else has it.
 *
 * @param {string} device
 * @returns {Promise<boolean>}
 */
function holdsAlone(device) {
  return new Promise((resolve) => {
    navigator.locks
      .request(`onechat ${device}`, { signal: AbortSignal.timeout(PATIENCE) }, () => {
        resolve(true);
        return new Promise(() => undefined);
      })
      .catch(() => resolve(false));
  });
}

/**
 * Remembers where the person is, as the page goes. The session in it is a secret that this tab alone can read, and is of no use after half a minute.
 *
 * @param {Left} left
 */
export function leave(left) {
  try {
    sessionStorage.setItem(LEFT, JSON.stringify(left));
  } catch {
    // After a reload the person logs in again.
  }
}

/**
 * Where the person was before the page was reloaded; told once.
 *
 * @returns {Left | null}
 */
export function takeLeft() {
  try {
    const text = sessionStorage.getItem(LEFT);
    sessionStorage.removeItem(LEFT);
    return text === null ? null : { rings: [], ...JSON.parse(text) };
  } catch {
    return null;
  }
}
