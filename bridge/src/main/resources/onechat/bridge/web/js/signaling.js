/**
 * The error codes of section 7, and one of the page's own.
 *
 * @enum {number}
 */
export const Code = Object.freeze({
  /** No reply will come: the connection is gone, or could not be opened. Never sent by a server. */
  LOST: 0,
  MALFORMED: 10400,
  NOT_LOGGED_IN: 10401,
  NOT_ALLOWED: 10403,
  NOT_FOUND: 10404,
  TOO_SLOW: 10408,
  REPLACED: 10409,
  SESSION_GONE: 10410,
  TOO_LARGE: 10413,
  OTHER_VERSION: 10426,
  TOO_MANY: 10429,
  SERVER_FAULT: 10500,
  UNAVAILABLE: 10503,
});

/** A command that was refused, or that got no reply. */
export class SignalingError extends Error {
  /**
   * @param {number} code one of {@link Code}, or a number that a newer server sends
   * @param {string} message the server's text, for developers; the page words its own
   */
  constructor(code, message) {
    super(message);
    this.name = 'SignalingError';
    this.code = code;
  }
}

/**
 * @typedef {{cmd: string, [member: string]: any}} Payload one JSON object of section 2
 * @typedef {{resolve: (ack: Payload) => void, reject: (error: SignalingError) => void}} Waiting
 */

/**
 * One WebSocket connection to the server (section 1.2): payloads out and in, and each command's reply found by its `ack`.
 *
 * It is used once: when it is closed, every command that has no reply yet is rejected with {@link Code.LOST}, and whoever wants to
 * go on makes another one.
 *
 * Events: `message` (detail: the payload of another client), `fault` (detail: a SignalingError that belongs to no command),
 * `closed` (detail: the SignalingError that the server gave as its last word, or null), at most once.
 */
export class SignalingConnection extends EventTarget {
  /** @type {WebSocket} */
  #socket;
  /** @type {Map<string, Waiting>} */
  #waiting = new Map();
  #lastAck = 0;
  #closed = false;
  /** @type {SignalingError | null} */
  #lastWord = null;

  /**
   * Begins to connect.
   *
   * @param {string} url where the server listens, `ws:` or `wss:`
   * @param {number} openWithin milliseconds after which a connection that is not open yet is given up
   */
  constructor(url, openWithin = 10_000) {
    super();
    this.#socket = new WebSocket(url, 'onechat.v1');
    /** @type {Promise<void>} Resolves when the connection is open; rejected with {@link Code.LOST} when it can't be opened. */
    this.opened = new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.close(), openWithin);
      this.#socket.addEventListener('open', () => {
        clearTimeout(timer);
        resolve();
      });
      this.addEventListener('closed', () => {
        clearTimeout(timer);
        reject(new SignalingError(Code.LOST, 'The connection could not be opened'));
      });
    });
    this.#socket.addEventListener('message', (event) => this.#receive(event.data));
    this.#socket.addEventListener('close', () => this.#finish());
  }

  /**
   * Sends a command under an `ack` of its own (section 2).
   *
   * @param {string} cmd the command
   * @param {object} members its other members
   * @returns {Promise<Payload>} the server's `ack`; rejected with a SignalingError when the command is refused or gets no reply
   */
  request(cmd, members = {}) {
    if (this.#closed || this.#socket.readyState !== WebSocket.OPEN) {
      return Promise.reject(new SignalingError(Code.LOST, 'There is no connection'));
    }
    const ack = String(++this.#lastAck);
    return new Promise((resolve, reject) => {
      this.#waiting.set(ack, { resolve, reject });
      this.#socket.send(JSON.stringify({ cmd, ...members, ack }));
    });
  }

  /** Closes the connection; `closed` is dispatched at once, as a dead network would keep the browser's own event back for long. */
  close() {
    this.#socket.close();
    this.#finish();
  }

  /** @param {unknown} text */
  #receive(text) {
    if (this.#closed) return;
    const payload = parse(text);
    if (payload === null) return;
    const waiting = payload.ack === undefined ? undefined : this.#waiting.get(payload.ack);
    this.#lastWord = null;
    switch (payload.cmd) {
      case 'ack':
        this.#waiting.delete(payload.ack);
        waiting?.resolve(payload);
        break;
      case 'error': {
        const error = new SignalingError(Number(payload.code), String(payload.msg));
        this.#lastWord = error;
        if (waiting === undefined) {
          this.dispatchEvent(new CustomEvent('fault', { detail: error }));
        } else {
          this.#waiting.delete(payload.ack);
          waiting.reject(error);
        }
        break;
      }
      default:
        this.dispatchEvent(new CustomEvent('message', { detail: payload }));
    }
  }

  #finish() {
    if (this.#closed) return;
    this.#closed = true;
    const lost = new SignalingError(Code.LOST, 'The connection was lost before the reply');
    for (const waiting of this.#waiting.values()) waiting.reject(lost);
    this.#waiting.clear();
    this.dispatchEvent(new CustomEvent('closed', { detail: this.#lastWord }));
  }
}

/**
 * @param {unknown} text
 * @returns {Payload | null} null for what is no payload: a server of a later version may say more than this page understands
 */
function parse(text) {
  if (typeof text !== 'string') return null;
  try {
    const payload = JSON.parse(text);
    return payload !== null && typeof payload === 'object' && typeof payload.cmd === 'string' ? payload : null;
  } catch {
    return null;
  }
}
