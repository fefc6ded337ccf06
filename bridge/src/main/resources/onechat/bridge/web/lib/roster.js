/**
 * @typedef {'ringing' | 'offline' | 'declined' | 'busy' | 'timeout'} RingState of a member who was rung: the last three are how it ended
 */

/** How long a participant whose connection was lost may take to come back before the call counts as empty, in milliseconds. */
const COME_BACK = 30_000;

/** Those who are not in a call but may come: who is rung (section 5.1), and who was lost and may come back. */
export class Roster {
  /** @type {Map<number, RingState>} */
  #rung = new Map();
  /** @type {Map<number, ReturnType<typeof setTimeout>>} */
  #awaited = new Map();
  #hadCompany = false;
  #givenUp;

  /** @param {(user: number) => void} givenUp called with one who was lost and is not expected back any more */
  constructor(givenUp) {
    this.#givenUp = givenUp;
  }

  /** @returns {ReadonlyMap<number, RingState>} everyone who was rung and has not come */
  get rung() {
    return this.#rung;
  }

  /** Users who were lost and may come back. */
  get awaited() {
    return [...this.#awaited.keys()];
  }

  /** Whether anyone has ever been in the call beside oneself. */
  get hadCompany() {
    return this.#hadCompany;
  }

  /** Whether somebody may still come. An offline member is worth waiting for only as long as nobody has come at all. */
  get expectsAnyone() {
    if (this.#awaited.size > 0) return true;
    const states = [...this.#rung.values()];
    return states.includes('ringing') || (!this.#hadCompany && states.includes('offline'));
  }

  /**
   * Begins anew from the ack of create or join.
   *
   * @param {{ringing?: number[], offline?: number[]}} ack
   */
  begin(ack) {
    this.clear();
    for (const user of ack.ringing ?? []) this.#rung.set(user, 'ringing');
    for (const user of ack.offline ?? []) this.#rung.set(user, 'offline');
  }

  /** @param {number} user who is in the call now */
  came(user) {
    this.#hadCompany = true;
    this.#stopAwaiting(user);
    this.#rung.delete(user);
  }

  /** @param {number} user who has left the call, or will not come */
  gone(user) {
    this.#stopAwaiting(user);
    this.#rung.delete(user);
  }

  /**
   * @param {number} user who was rung and has not come
   * @param {'declined' | 'busy' | 'timeout'} how
   */
  unanswered(user, how) {
    this.#rung.set(user, how);
  }

  /** @param {number} user who was lost and may come back */
  lost(user) {
    this.#stopAwaiting(user);
    const timer = setTimeout(() => {
      this.#awaited.delete(user);
      this.#givenUp(user);
    }, COME_BACK);
    this.#awaited.set(user, timer);
  }

  /** Forgets everyone, and all expectations. */
  clear() {
    for (const timer of this.#awaited.values()) clearTimeout(timer);
    this.#awaited.clear();
    this.#rung.clear();
  }

  /** @param {number} user */
  #stopAwaiting(user) {
    clearTimeout(this.#awaited.get(user));
    this.#awaited.delete(user);
  }
}
