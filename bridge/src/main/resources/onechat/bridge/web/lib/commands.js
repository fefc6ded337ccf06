import { Code, SignalingError } from './codes.js';

/**
 * @typedef {import('./connection.js').Payload} Payload
 * @typedef {{text: string, resolve: (ack: Payload) => void, reject: (error: SignalingError) => void}} Awaited
 */

/** All can be sent again in the one burst of 1,000 that the server allows, with room for a login and heartbeats. */
const MOST_AWAITED = 900;
/** The longest payload that every server takes, in octets (section 1.1). A longer one would cost the connection, and the next one after it. */
const LONGEST = 65_536;
/** The most octets that UTF-8 needs for one UTF-16 unit. */
const MOST_PER_UNIT = 3;

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
   * @returns {{text: string, reply: Promise<Payload>}} the payload, which is the same however often it is sent
   */
  add(cmd, members) {
    const ack = this.nextAck();
    const text = JSON.stringify({ ...members, cmd, ack });
    if (octetsOf(text) > LONGEST) throw new SignalingError(Code.TOO_LARGE, `The payload is over ${LONGEST} octets`);
    if (this.#awaited.size >= MOST_AWAITED) {
      throw new SignalingError(Code.TOO_MANY, `${MOST_AWAITED} commands wait for their replies`);
    }
    /** @type {Promise<Payload>} */
    const reply = new Promise((resolve, reject) => this.#awaited.set(ack, { text, resolve, reject }));
    return { text, reply };
  }

  /** Those to be sent again, in their order. */
  get unanswered() {
    return [...this.#awaited.values()].map(({ text }) => text);
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

/** @param {string} text */
function octetsOf(text) {
  // Counted exactly only where it could matter.
  return text.length * MOST_PER_UNIT <= LONGEST ? text.length : new TextEncoder().encode(text).length;
}
