import { Code, SignalingError } from './codes.js';

/**
 * @typedef {import('./connection.js').Payload} Payload
 * @typedef {{payload: Payload, resolve: (ack: Payload) => void, reject: (error: SignalingError) => void}} Awaited
 */

/** All can be sent again in the one burst of 1,000 that the server allows, with room for a login and heartbeats. */
const MOST_AWAITED = 900;

/** The commands that have no reply yet, the oldest first; they outlive the connection that they were sent over (section 4). */
export class Commands {
  /** @type {Map<string, Awaited>} */
  #awaited = new Map();
  /** The server remembers replies by their `ack` for as long as the session lives, which may be longer than this page. */
  #prefix = crypto.getRandomValues(new Uint32Array(2)).join('-');
  #last = 0;

  /** How many have got their replies. */
  answered = 0;

  /** An `ack` that the session has not seen. */
  nextAck() {
    return `${this.#prefix}-${++this.#last}`;
  }

  /**
   * @param {string} cmd
   * @param {object} members
   * @returns {{payload: Payload, reply: Promise<Payload>}}
   */
  add(cmd, members) {
    const payload = { cmd, ...members, ack: this.nextAck() };
    if (this.#awaited.size >= MOST_AWAITED) {
      throw new SignalingError(Code.TOO_MANY, `${MOST_AWAITED} commands wait for their replies`);
    }
    /** @type {Promise<Payload>} */
    const reply = new Promise((resolve, reject) => this.#awaited.set(payload.ack, { payload, resolve, reject }));
    return { payload, reply };
  }

  /** @returns {Payload[]} those to be sent again, in their order */
  get unanswered() {
    return [...this.#awaited.values()].map(({ payload }) => payload);
  }

  /**
   * @param {Payload} ack
   */
  acked(ack) {
    this.#take(ack.ack)?.resolve(ack);
  }

  /**
   * @param {unknown} ack
   * @param {SignalingError} error
   * @returns {boolean} whether it is the reply to one of them
   */
  refused(ack, error) {
    const command = this.#take(ack);
    command?.reject(error);
    return command !== undefined;
  }

  /** @param {SignalingError} error for all of them */
  rejectAll(error) {
    const all = [...this.#awaited.values()];
    this.#awaited.clear();
    for (const command of all) command.reject(error);
  }

  /** @param {unknown} ack */
  #take(ack) {
    const key = String(ack);
    const command = this.#awaited.get(key);
    if (this.#awaited.delete(key)) this.answered++;
    return command;
  }
}
