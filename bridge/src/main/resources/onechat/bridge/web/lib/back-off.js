import { Code } from './codes.js';

/** The bounds of the wait before the first try and of the longest one, in milliseconds: while the server may still keep the session, and afterwards. */
const QUICK = { first: 250, longest: 5_000 };
const PATIENT = { first: 1_000, longest: 30_000 };
/** The shortest wait after the server has said "too many", in milliseconds. */
const AFTER_TOO_MANY = 10_000;

/**
 * How long to wait before each try to connect again: at random up to a bound that doubles, so that clients which lost the same server don't come
 * back as one.
 */
export class BackOff {
  #tries = 0;
  #reachedAt = 0;
  /** @type {(() => void) | null} */
  #wake = null;

  /** @param {number} now a connection is in use */
  reached(now) {
    this.#reachedAt = now;
  }

  /** @param {number} now a connection is lost; a server that takes one in and breaks at once is not run against without a pause */
  lost(now) {
    if (now - this.#reachedAt >= QUICK.longest) this.#tries = 0;
  }

  beginAnew() {
    this.#tries = 0;
  }

  /**
   * Waits before the next try, which counts as failed until the next `lost`.
   *
   * @param {boolean} quick
   * @param {{code: number, retryAfter: number} | null} error what the server said last
   */
  async pause(quick, error) {
    const { first, longest } = quick ? QUICK : PATIENT;
    const bound = Math.min(first * 2 ** Math.min(this.#tries++, 16), longest);
    const least = error === null ? 0 : error.code === Code.TOO_MANY ? AFTER_TOO_MANY : error.retryAfter * 1_000;
    const timer = { id: /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined) };
    await new Promise((resolve) => {
      timer.id = setTimeout(resolve, least + Math.random() * bound);
      // What the server wants is kept to whatever else happens.
      if (least === 0) this.#wake = () => resolve(undefined);
    });
    clearTimeout(timer.id);
    this.#wake = null;
  }

  /** Ends the wait. */
  cutShort() {
    this.#wake?.();
  }
}
