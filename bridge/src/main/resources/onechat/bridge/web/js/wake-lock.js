/** Keeps the screen from going dark during a call, where the browser can. */
export class WakeLock {
  #wanted = false;
  /** @type {WakeLockSentinel | null} */
  #lock = null;

  constructor() {
    // The browser lets go of it whenever the page is out of sight.
    document.addEventListener('visibilitychange', () => this.#ask());
  }

  /** @param {boolean} wanted */
  keep(wanted) {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    if (wanted) this.#ask();
    else this.#letGo();
  }

  async #ask() {
    if (!this.#wanted || document.visibilityState === 'hidden' || (this.#lock !== null && !this.#lock.released)) return;
    try {
      this.#lock = (await navigator.wakeLock?.request('screen')) ?? null;
    } catch {
      // Refused, for a low battery as an example.
    }
    if (!this.#wanted) this.#letGo();
  }

  #letGo() {
    this.#lock?.release().catch(() => undefined);
    this.#lock = null;
  }
}
