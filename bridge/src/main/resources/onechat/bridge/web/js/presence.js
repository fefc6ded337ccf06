import { Code, SignalingError } from '../onechat.js';

/**
 * @typedef {import('../onechat.js').Client} Client
 * @typedef {import('../onechat.js').Presence} Presence
 */

/** How often a room is asked about while somebody looks at it, in milliseconds. */
const PERIOD = 10_000;
/** How many rooms are asked about at most. */
const MOST_ROOMS = 20;

/** Asks the server who of a room's members could be reached, while somebody looks at the rooms. */
export class PresenceWatch {
  #client;
  #inView;
  #told;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  /** When each room was last asked about. */
  #asked = new Map();
  /** @type {boolean | undefined} Whether the server answers such a question; undefined before the first was asked. */
  #answers;

  /**
   * @param {Client} client
   * @param {() => number[]} inView the rooms that can be seen now
   * @param {(presence: Presence) => void} told
   */
  constructor(client, inView, told) {
    this.#client = client;
    this.#inView = inView;
    this.#told = told;
    client.on('online', ({ resumed }) => {
      if (!resumed) this.#asked.clear();
      this.#askIfWatched();
    });
    document.addEventListener('visibilitychange', () => this.#askIfWatched());
    document.addEventListener('scrollend', () => this.#askIfWatched());
  }

  /** Begins to ask for the rooms in view, now and then. */
  start() {
    if (this.#timer !== undefined) return;
    // Half as long, so that a room is never much older than the period.
    this.#timer = setInterval(() => this.#askIfWatched(), PERIOD / 2);
    // The list is put on the page first.
    queueMicrotask(() => this.#askIfWatched());
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /**
   * Asks about one room unless that was done a short while ago, such as for the names of those who call.
   *
   * @param {number} room
   */
  async ask(room) {
    const now = Date.now();
    if (this.#answers === false || this.#client.state !== 'online' || now - (this.#asked.get(room) ?? 0) < PERIOD * 0.9) return;
    this.#asked.set(room, now);
    try {
      this.#told(await this.#client.presence(room));
      this.#answers = true;
    } catch (error) {
      // A server that doesn't know the question won't know it the next time either; anything else is asked for again soon.
      if (error instanceof SignalingError && error.code === Code.MALFORMED) this.#answers = false;
    }
  }

  async #askIfWatched() {
    if (this.#timer === undefined || document.visibilityState === 'hidden') return;
    const rooms = this.#inView().slice(0, MOST_ROOMS);
    // One question is enough to learn that there are no answers.
    if (this.#answers === undefined && rooms.length > 0) await this.ask(rooms[0]);
    await Promise.all(rooms.map((room) => this.ask(room)));
  }
}
