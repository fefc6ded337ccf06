/**
 * @typedef {import('./connection.js').Payload} Payload
 * @typedef {{id: number, name: string, in_call?: number[]}} Room
 * @typedef {{user: number, rooms: Room[], device: string, session: string, received: number, heartbeat: number, resume_window: number, at: number}} SavedSession
 */

const USUAL_HEARTBEAT = 25;
/** A server takes a connection for lost after so many silent heartbeats (section 3). */
const HEARTBEATS_TO_LOSS = 3;

/** What a client knows of its session, over all connections (section 4). */
export class Session {
  /** Own user id. */
  user;
  rooms;
  /** Seconds. */
  heartbeat;
  /** How many frames have been processed. */
  received = 0;
  #key;
  #window;
  #over = false;
  /** When the connection was lost of which frames are still to come, in milliseconds since 1970. */
  #behindSince = 0;
  #lostAt = 0;

  /** @param {Payload} ack of a login */
  constructor(ack) {
    this.user = Number(ack.user);
    /** @type {Room[]} */
    this.rooms = Array.isArray(ack.rooms) ? ack.rooms : [];
    this.heartbeat = Number(ack.heartbeat) || USUAL_HEARTBEAT;
    this.#key = typeof ack.session === 'string' ? ack.session : null;
    this.#window = Number(ack.resume_window) || 0;
  }

  /** @param {SavedSession} saved */
  static restored(saved) {
    const session = new Session({ cmd: 'ack', ...saved });
    session.received = saved.received;
    session.lost(saved.at);
    return session;
  }

  /**
   * @param {string} device
   * @param {number} now
   * @returns {SavedSession | null}
   */
  saved(device, now) {
    if (this.#key === null || this.#over) return null;
    const { user, rooms, received, heartbeat } = this;
    const at = this.#behindSince || now;
    return { user, rooms, device, session: this.#key, received, heartbeat, resume_window: this.#window, at };
  }

  /** The members of a login that goes on with it. */
  get credentials() {
    return { session: this.#key, received: this.received };
  }

  /** The server keeps it no longer. */
  end() {
    this.#over = true;
  }

  /** @param {number} now */
  lost(now) {
    this.#lostAt = now;
    if (this.#behindSince === 0) this.#behindSince = now;
  }

  /** All frames that were sent meanwhile are there. */
  caughtUp() {
    this.#behindSince = 0;
  }

  /**
   * Whole seconds since the connection was lost of which frames are still to come.
   *
   * @param {number} now
   */
  secondsBehind(now) {
    return this.#behindSince === 0 ? 0 : Math.floor(Math.max(0, now - this.#behindSince) / 1_000);
  }

  /**
   * Whether the server may still keep it: it may notice a loss later than this side.
   *
   * @param {number} now
   */
  mayBeKept(now) {
    if (this.#key === null || this.#over) return false;
    return now - this.#lostAt < (this.#window + HEARTBEATS_TO_LOSS * this.heartbeat) * 1_000;
  }
}
