/**
 * @typedef {{cmd: string, [member: string]: any}} Payload one JSON object of section 2
 * @typedef {object} Listener
 * @property {() => void} opened
 * @property {(payload: Payload) => void} payload a payload came
 * @property {() => void} closed it can't be used any more; at most once, and last
 */

/** How long a connection may take to open, in milliseconds. */
const OPEN_WITHIN = 10_000;

/** One WebSocket connection to the server (section 1.2), used once. */
export class Connection {
  /** @type {WebSocket} */
  #socket;
  #listener;
  #closed = false;
  #timer;

  /**
   * Begins to connect.
   *
   * @param {string} url where the server listens, `ws:` or `wss:`
   * @param {Listener} listener
   */
  constructor(url, listener) {
    this.#listener = listener;
    this.#socket = new WebSocket(url, 'onechat.v1');
    this.#timer = setTimeout(() => this.close(), OPEN_WITHIN);
    this.#socket.addEventListener('open', () => {
      clearTimeout(this.#timer);
      if (!this.#closed) listener.opened();
    });
    this.#socket.addEventListener('message', ({ data }) => {
      if (this.#closed) return;
      const payload = parse(data);
      // What is no payload stays uncounted: a replay may bring it whole.
      if (payload !== null) listener.payload(payload);
    });
    this.#socket.addEventListener('close', () => this.close());
  }

  /** @param {string} text a payload; dropped where the connection is not open any more, which `closed` tells of */
  send(text) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  /** Closes the connection; `closed` is told at once, as a dead network would keep the browser's own event back for long. */
  close() {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket.close();
    this.#listener.closed();
  }
}

/**
 * @param {unknown} text
 * @returns {Payload | null} null for what is no payload
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
