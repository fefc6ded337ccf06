/*
 * What this browser remembers for the person. A browser that is told to keep nothing throws: then things are as on the first visit.
 */

const PREFIX = 'onechat.';

/**
 * @param {string} what
 * @returns {string | null} null where nothing was remembered
 */
export function remembered(what) {
  try {
    return localStorage.getItem(PREFIX + what);
  } catch {
    return null;
  }
}

/**
 * @param {string} what
 * @param {string} value
 */
export function remember(what, value) {
  try {
    localStorage.setItem(PREFIX + what, value);
  } catch {
    // It holds until the page is closed.
  }
}
