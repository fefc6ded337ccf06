import { Code, SignalingConnection, SignalingError } from './signaling.js';

/**
 * @typedef {import('./signaling.js').Payload} Payload
 * @typedef {{id: number, name: string, in_call?: number[]}} RoomEntry a room as the login's ack has it (section 3)
 */

/** The longest wait before the first new attempt, in milliseconds; it doubles with each attempt. */
const FIRST_WAIT = 1_000;
/** The longest wait between two attempts, in milliseconds. */
const LONGEST_WAIT = 30_000;
/** The shortest wait after the server has said "too many", in milliseconds. */
const WAIT_AFTER_TOO_MANY = 10_000;
/** How long a ping's ack may take, in milliseconds. */
const PING_PATIENCE = 10_000;
/** How long a login's ack may take, in milliseconds. */
const LOGIN_PATIENCE = 20_000;
/** @type {Set<number>} Refusals of a login that another attempt with the same name and password won't change. */
const FINAL = new Set([Code.NOT_LOGGED_IN, Code.NOT_FOUND, Code.NOT_ALLOWED, Code.REPLACED]);

/**
 * One person's login (section 3), kept over as many connections as it takes: it reconnects by itself, and keeps the heartbeat.
 *
 * The name and the password stay in this object, for logging in again, until `logout` or until the server refuses them.
 *
 * Events: `ready` (detail `{resumed}`: logged in; unless resumed, the calls that this device took part in have been left, section 4),
 * `lost` (the connection is gone and a new one is being tried), `message` (detail: a payload of another client), `fault` (detail: a
 * SignalingError that belongs to no command), `ended` (detail: the SignalingError that makes going on impossible).
 */
export class Session extends EventTarget {
  #url;
  #random;
  /** A page is a device of its own: two pages of one browser ring side by side, and a reconnect replaces only its own old connection. */
  #device = `web-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
  /** @type {{name: string, pass: string} | null} */
  #credentials = null;
  /** @type {SignalingConnection | null} */
  #connection = null;
  /** @type {number | undefined} */
  #heartbeat;
  /** @type {(() => void) | null} */
  #wake = null;

  /** Own user id; 0 before the first login. */
  user = 0;
  /** @type {RoomEntry[]} The rooms as they were at the last login. */
  rooms = [];

  /**
   * @param {string} url where the server listens
   * @param {() => number} random from 0 to below 1, for the jitter of the back-off
   */
  constructor(url, random = Math.random) {
    super();
    this.#url = url;
    this.#random = random;
    globalThis.addEventListener?.('online', () => this.#wake?.());
  }

  /** Whether commands can be sent now. */
  get ready() {
    return this.#connection !== null;
  }

  /**
   * Logs in. After that the session keeps itself alive until `logout` or `ended`.
   *
   * @param {string} name
   * @param {string} pass
   * @returns {Promise<void>} rejected with a SignalingError: the server's refusal, or {@link Code.LOST} when it can't be reached
   */
  async login(name, pass) {
    const credentials = { name, pass };
    this.#credentials = credentials;
    try {
      await this.#connect(credentials);
    } catch (error) {
      if (this.#credentials === credentials) this.#credentials = null;
      throw error;
    }
  }

  /** Logs out: nothing is kept, and no connection is tried any more. */
  async logout() {
    const connection = this.#connection;
    this.#forget();
    if (connection === null) return;
    // The server closes after its ack (section 2); a connection that is lost before that has logged out as well.
    await connection.request('logout').catch(() => undefined);
    connection.close();
  }

  /**
   * Sends a command.
   *
   * @param {string} cmd
   * @param {object} members
   * @returns {Promise<Payload>} the ack; rejected with {@link Code.LOST} at once while there is no connection
   */
  request(cmd, members = {}) {
    if (this.#connection === null) {
      return Promise.reject(new SignalingError(Code.LOST, 'There is no connection'));
    }
    return this.#connection.request(cmd, members);
  }

  /** @param {{name: string, pass: string}} credentials */
  async #connect(credentials) {
    const connection = new SignalingConnection(this.#url);
    try {
      await connection.opened;
      const login = connection.request('login', { ...credentials, device: this.#device });
      const ack = await within(LOGIN_PATIENCE, login, () => connection.close());
      if (this.#credentials !== credentials) throw new SignalingError(Code.LOST, 'Logged out meanwhile');
      this.#loggedIn(connection, ack);
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /**
   * Runs in the same turn as the ack's arrival, so that a ring that follows it at once finds its listeners.
   *
   * @param {SignalingConnection} connection
   * @param {Payload} ack
   */
  #loggedIn(connection, ack) {
    this.#connection = connection;
    this.user = ack.user;
    this.rooms = Array.isArray(ack.rooms) ? ack.rooms : [];
    connection.addEventListener('message', (event) => this.#emit('message', /** @type {CustomEvent} */ (event).detail));
    connection.addEventListener('fault', (event) => this.#emit('fault', /** @type {CustomEvent} */ (event).detail));
    connection.addEventListener('closed', (event) => this.#lost(connection, /** @type {CustomEvent} */ (event).detail));
    this.#keepAlive(connection, Number(ack.heartbeat) || 25);
    this.#emit('ready', { resumed: ack.resumed === true });
  }

  /**
   * Pings within every heartbeat: a page can't see the server's WebSocket pings, so a silent network would stay unnoticed.
   *
   * @param {SignalingConnection} connection
   * @param {number} heartbeat seconds
   */
  #keepAlive(connection, heartbeat) {
    clearInterval(this.#heartbeat);
    const period = heartbeat * 1_000 * 0.8;
    this.#heartbeat = setInterval(() => {
      within(Math.min(period, PING_PATIENCE), connection.request('ping'), () => connection.close())
        // A refused ping was answered, and a lost one has its `closed` event.
        .catch(() => undefined);
    }, period);
  }

  /**
   * @param {SignalingConnection} connection
   * @param {SignalingError | null} lastWord
   */
  #lost(connection, lastWord) {
    if (this.#connection !== connection) return;
    clearInterval(this.#heartbeat);
    this.#connection = null;
    if (lastWord?.code === Code.REPLACED) {
      this.#end(lastWord);
      return;
    }
    this.#emit('lost', null);
    this.#reconnect(lastWord?.code === Code.TOO_MANY ? WAIT_AFTER_TOO_MANY : 0);
  }

  /** @param {number} atLeast milliseconds before the first attempt */
  async #reconnect(atLeast) {
    const credentials = this.#credentials;
    for (let attempt = 0, shortest = atLeast; credentials !== null; attempt++) {
      await this.#pause(shortest + this.#random() * Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempt));
      if (this.#credentials !== credentials) return;
      try {
        await this.#connect(credentials);
        return;
      } catch (error) {
        if (!(error instanceof SignalingError)) throw error;
        if (this.#credentials !== credentials) return;
        if (FINAL.has(error.code)) {
          this.#end(error);
          return;
        }
        shortest = error.code === Code.TOO_MANY ? WAIT_AFTER_TOO_MANY : 0;
      }
    }
  }

  /** @param {number} milliseconds; cut short when the browser says that it is online again, or by `logout` */
  async #pause(milliseconds) {
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve(undefined);
      };
    });
    this.#wake = null;
  }

  /** @param {SignalingError} error */
  #end(error) {
    this.#forget();
    this.#emit('ended', error);
  }

  #forget() {
    clearInterval(this.#heartbeat);
    this.#credentials = null;
    this.#connection = null;
    this.user = 0;
    this.rooms = [];
    this.#wake?.();
  }

  /**
   * @param {string} type
   * @param {unknown} detail
   */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/**
 * @template T
 * @param {number} milliseconds
 * @param {Promise<T>} promise
 * @param {() => void} late carried out when the promise is not settled in time
 * @returns {Promise<T>} the same promise's outcome
 */
function within(milliseconds, promise, late) {
  const timer = setTimeout(late, milliseconds);
  return promise.finally(() => clearTimeout(timer));
}
