import { Code, SignalingError } from './codes.js';
import { Connection } from './connection.js';
import { Session } from './session.js';

/**
 * @typedef {import('./commands.js').Commands} Commands
 * @typedef {import('./connection.js').Payload} Payload
 * @typedef {object} Listener
 * @property {(session: Session, resumed: boolean) => void} online commands get through: the login was acked, and what was missed is there
 * @property {(error: SignalingError) => void} refused the login was refused; nothing follows
 * @property {(payload: Payload) => void} message a payload of another client
 * @property {(error: SignalingError) => void} fault an error that belongs to no command
 * @property {(lastWord: SignalingError | null) => void} lost the connection is gone after the login was acked; nothing follows
 */

/** How long a login's ack may take, in milliseconds. */
const LOGIN_PATIENCE = 20_000;
/** How long a ping may stay without any answer, in milliseconds, and where there is a reason to suspect the network. */
const PING_PATIENCE = 10_000;
const PROBE_PATIENCE = 3_000;
/** The share of a heartbeat after which the next ping is sent. */
const PING_SHARE = 0.8;
/** A quarter of what the server keeps; section 4 says so. */
const FRAMES_PER_REPORT = 256;

/**
 * What is spoken over one connection: the login, or the resume with what is replayed; then what is new. It counts the session's frames, and keeps the
 * heartbeat: a page can't see the server's WebSocket pings, so a silent network would stay unnoticed.
 */
export class Line {
  #connection;
  #listener;
  #commands;
  #login;
  /** @type {Session | null} That which is gone on with; that of a new login comes with its ack. */
  #session;
  /** @type {'login' | 'replay' | 'live'} */
  #phase = 'login';
  #over = false;
  #loginAck;
  #replayLeft = 0;
  /** @type {SignalingError | null} */
  #lastWord = null;
  #timer;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #heartbeat;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #deadline;

  /**
   * Begins to connect.
   *
   * @param {object} options
   * @param {string} options.url
   * @param {object} options.login the members of the login
   * @param {Session | null} options.session where the login goes on with one
   * @param {Commands} options.commands
   * @param {Listener} options.listener
   */
  constructor({ url, login, session, commands, listener }) {
    this.#login = login;
    this.#session = session;
    this.#commands = commands;
    this.#listener = listener;
    this.#loginAck = commands.nextAck();
    this.#connection = new Connection(url, {
      opened: () => this.send(JSON.stringify({ cmd: 'login', ...this.#login, ack: this.#loginAck })),
      payload: (payload) => this.#take(payload),
      closed: () => this.#closed(),
    });
    this.#timer = setTimeout(() => this.#connection.close(), LOGIN_PATIENCE);
  }

  /** @param {string} text a payload */
  send(text) {
    this.#connection.send(text);
  }

  /** Ends it; nothing is told after it. */
  close() {
    this.#finish();
    this.#connection.close();
  }

  /** Finds out soon whether anybody is there. */
  probe() {
    if (this.#phase !== 'login') {
      this.#ping(PROBE_PATIENCE);
    } else if (this.#session !== null) {
      // A try that began in another network hangs. A resume is answered at once, unlike a login, which looks into a directory.
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#connection.close(), PROBE_PATIENCE);
    }
  }

  /** @param {Payload} payload */
  #take(payload) {
    if (this.#over) return;
    if (this.#phase === 'login') {
      this.#takeReply(payload);
      return;
    }
    // Whatever it is, somebody is there.
    clearTimeout(this.#deadline);
    this.#deadline = undefined;
    this.#arrived(payload);
    if (this.#phase === 'replay' && --this.#replayLeft <= 0) this.#goOn(true);
  }

  /** @param {Payload} payload the reply to the login, or an error before it */
  #takeReply(payload) {
    if (payload.cmd === 'error') {
      this.#refuse(errorOf(payload));
    } else if (payload.cmd !== 'ack' || payload.ack !== this.#loginAck) {
      // Nothing else comes before it.
    } else if (this.#session === null) {
      this.#session = new Session(payload);
      this.#accepted(this.#session);
      this.#goOn(false);
    } else if (payload.resumed !== true) {
      this.#refuse(new SignalingError(Code.SESSION_GONE, 'Another session began'));
    } else {
      this.#replayLeft = Number(payload.replayed) || 0;
      this.#phase = 'replay';
      this.#accepted(this.#session);
      if (this.#replayLeft === 0) this.#goOn(true);
    }
  }

  /** @param {Session} session From here on a silence is noticed, in the middle of a replay too. */
  #accepted(session) {
    clearTimeout(this.#timer);
    this.#heartbeat = setInterval(() => this.#ping(PING_PATIENCE), session.heartbeat * 1_000 * PING_SHARE);
  }

  /** @param {SignalingError} error */
  #refuse(error) {
    this.close();
    this.#listener.refused(error);
  }

  /**
   * Runs in the same turn as the arrival of the ack or of the last frame that was missed, so that a ring that follows at once finds its listeners.
   *
   * @param {boolean} resumed
   */
  #goOn(resumed) {
    const session = /** @type {Session} */ (this.#session);
    this.#phase = 'live';
    session.caughtUp();
    for (const text of this.#commands.unanswered) this.send(text);
    this.#listener.online(session, resumed);
  }

  /** @param {Payload} payload a frame of the session */
  #arrived(payload) {
    const session = /** @type {Session} */ (this.#session);
    this.#lastWord = null;
    switch (payload.cmd) {
      case 'ack':
        this.#commands.acked(payload);
        break;
      case 'error':
        this.#failed(session, payload);
        break;
      case 'webrtc_create':
        this.#listener.message(this.#phase === 'replay' ? aged(payload, session.secondsBehind(Date.now())) : payload);
        break;
      default:
        this.#listener.message(payload);
    }
    session.received++;
    if (session.received % FRAMES_PER_REPORT === 0) this.#report();
  }

  /**
   * @param {Session} session
   * @param {Payload} payload
   */
  #failed(session, payload) {
    const error = errorOf(payload);
    if (this.#commands.refused(payload.ack, error)) return;
    this.#lastWord = error;
    if (payload.ack === undefined && (error.code === Code.REPLACED || error.code === Code.UNAVAILABLE)) {
      // A server that has said so keeps the session no longer than the connection (section 4); the loss that follows tells of it.
      session.end();
    } else {
      this.#listener.fault(error);
    }
  }

  /** @param {number} patience */
  #ping(patience) {
    this.#report();
    // One that runs already is the shorter wait, unless there is a reason to suspect the network.
    if (this.#deadline !== undefined && patience !== PROBE_PATIENCE) return;
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.#connection.close(), patience);
  }

  /** Tells the server what it need not keep any longer; nobody waits for the reply. */
  #report() {
    this.send(JSON.stringify({ cmd: 'ping', received: this.#session?.received, ack: this.#commands.nextAck() }));
  }

  #closed() {
    if (this.#over) return;
    this.#finish();
    if (this.#phase === 'login') this.#listener.refused(new SignalingError(Code.LOST, 'The server could not be reached'));
    else this.#listener.lost(this.#lastWord);
  }

  #finish() {
    this.#over = true;
    clearTimeout(this.#timer);
    clearInterval(this.#heartbeat);
    clearTimeout(this.#deadline);
  }
}

/** @param {Payload} payload */
function errorOf(payload) {
  return new SignalingError(Number(payload.code), String(payload.msg), Number(payload.retry_after) || 0);
}

/**
 * A ring has less time left than when it was sent; one that is over is still told, since the leave that ended it follows.
 *
 * @param {Payload} ring
 * @param {number} seconds
 * @returns {Payload}
 */
function aged(ring, seconds) {
  const left = Number(ring.expires_in);
  return left > 0 ? { ...ring, expires_in: Math.max(1, left - seconds) } : ring;
}
