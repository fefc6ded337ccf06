import { BackOff } from './back-off.js';
import { Code, SignalingError } from './codes.js';
import { Commands } from './commands.js';
import { Line } from './line.js';

/**
 * @typedef {import('./connection.js').Payload} Payload
 * @typedef {import('./session.js').Room} Room
 * @typedef {import('./session.js').Session} Session
 * @typedef {{name: string, pass: string} | {token: string | (() => string | Promise<string>)}} Credentials
 * @typedef {object} Listener
 * @property {(resumed: boolean) => void} online commands get through
 * @property {() => void} reconnecting the connection is lost
 * @property {(payload: Payload) => void} message a payload of another client
 * @property {(error: SignalingError) => void} fault an error that belongs to no command
 * @property {(error: unknown) => void} ended it can't go on, or was ended (null); nothing follows
 */

/** How long the ack of a logout may take, in milliseconds. */
const LOGOUT_PATIENCE = 3_000;
/** @type {ReadonlySet<number>} Answers to a resume that another try may get past. */
const PASSING = new Set([Code.LOST, Code.TOO_SLOW, Code.TOO_MANY, Code.SERVER_FAULT, Code.UNAVAILABLE]);
/** @type {ReadonlySet<number>} Refusals of a login that another try with the same credentials won't change. */
const FINAL = new Set([
  Code.MALFORMED,
  Code.NOT_LOGGED_IN,
  Code.NOT_ALLOWED,
  Code.NOT_FOUND,
  Code.REPLACED,
  Code.TOO_LARGE,
  Code.OTHER_VERSION,
]);
/** @type {ReadonlySet<number>} What a server says to something that was sent, and would say again to the same. */
const OF_WHAT_WAS_SENT = new Set([Code.MALFORMED, Code.TOO_LARGE, Code.OTHER_VERSION]);

/**
 * Keeps one login going over one connection after another, until it ends (section 4): resumes its session while the server may still have it, and
 * logs in anew after that. Used once.
 */
export class Keeper {
  #url;
  #device;
  #credentials;
  #listener;
  /** @type {Session | null} That which is gone on with; null before a login was acked, and after its session was lost. */
  #session;
  /** @type {'connecting' | 'online' | 'reconnecting' | 'ended'} */
  #state = 'connecting';
  /** @type {Line | null} The connection in use, or the one that is being tried. */
  #line = null;
  #commands = new Commands();
  #backOff = new BackOff();
  /** How many commands had their replies when the server last refused what was sent; -1 for never. */
  #refusedAfter = -1;

  /** Own user id; 0 before the first login was acked. */
  user = 0;
  /** @type {readonly Room[]} As of the last login that was no resume. */
  rooms = [];

  /**
   * @param {object} options
   * @param {string} options.url
   * @param {string} options.device
   * @param {Credentials | null} options.credentials null where there is nothing to log in anew with
   * @param {Session | null} options.session one from before a reload
   * @param {Listener} options.listener
   */
  constructor({ url, device, credentials, session, listener }) {
    this.#url = url;
    this.#device = device;
    this.#credentials = credentials;
    this.#session = session;
    this.#listener = listener;
    if (session !== null) this.#belongTo(session);
  }

  get state() {
    return this.#state;
  }

  /** Connects for the first time; `online` or `ended` tells what comes of it. */
  begin() {
    this.#connect().catch((error) => this.#end(error));
  }

  /** @returns {import('./session.js').SavedSession | null} */
  save() {
    return this.#session?.saved(this.#device, Date.now()) ?? null;
  }

  /**
   * @param {string} cmd
   * @param {object} members
   * @returns {Promise<Payload>}
   */
  async request(cmd, members) {
    if (this.user === 0 || this.#state === 'ended') throw new SignalingError(Code.LOST, 'Not logged in');
    const { text, reply } = this.#commands.add(cmd, members);
    if (this.#state === 'online') this.#line?.send(text);
    return reply;
  }

  /** Logs out, where there is a session to log out of, and ends. */
  async logout() {
    if (this.#session !== null) {
      const acked = this.request('logout', {}).catch(() => undefined);
      await Promise.race([acked, new Promise((resolve) => setTimeout(resolve, LOGOUT_PATIENCE))]);
    }
    this.#end(null);
  }

  /** There is a reason to suspect the network. */
  probe() {
    this.#line?.probe();
  }

  /** There is a reason to believe in the network. */
  lookNow() {
    this.probe();
    this.#backOff.cutShort();
  }

  /**
   * Connects once, going on with the session if there is one.
   *
   * @returns {Promise<void>} settled by the reply to the login
   */
  async #connect() {
    const session = this.#session;
    const login = session !== null ? session.credentials : { ...(await membersOf(this.#credentials)), device: this.#device, resume: true };
    if (this.#hasEnded()) return;
    await new Promise((resolve, reject) => {
      this.#line = new Line({
        url: this.#url,
        login,
        session,
        commands: this.#commands,
        listener: {
          online: (now, resumed) => {
            resolve(undefined);
            this.#online(now, resumed);
          },
          refused: (error) => reject(error),
          message: (payload) => this.#listener.message(payload),
          fault: (error) => this.#listener.fault(error),
          lost: (lastWord) => {
            resolve(undefined);
            this.#lost(lastWord);
          },
        },
      });
    });
  }

  /**
   * @param {Session} session
   * @param {boolean} resumed
   */
  #online(session, resumed) {
    this.#session = session;
    if (!resumed) this.#belongTo(session);
    this.#state = 'online';
    this.#backOff.reached(Date.now());
    this.#listener.online(resumed);
  }

  /** @param {Session} session */
  #belongTo({ user, rooms }) {
    this.user = user;
    this.rooms = rooms;
  }

  /** @param {SignalingError | null} lastWord of the server, on a connection that was in use */
  #lost(lastWord) {
    this.#line = null;
    if (lastWord?.code === Code.REPLACED) {
      this.#end(lastWord);
      return;
    }
    const wasOnline = this.#state === 'online';
    this.#session?.lost(Date.now());
    if (wasOnline) this.#backOff.lost(Date.now());
    if (lastWord !== null && OF_WHAT_WAS_SENT.has(lastWord.code)) {
      // Sent again it would be refused again, and so on for ever.
      if (this.#refusedAfter === this.#commands.answered) this.#session?.end();
      this.#refusedAfter = this.#commands.answered;
    }
    this.#state = 'reconnecting';
    if (wasOnline) this.#listener.reconnecting();
    this.#keepTrying(lastWord);
  }

  /** @param {SignalingError | null} lastWord */
  async #keepTrying(lastWord) {
    let error = lastWord;
    do {
      if (this.#session !== null && !this.#session.mayBeKept(Date.now())) this.#sessionGone(error);
      await this.#backOff.pause(this.#session !== null, error);
      error = this.#hasEnded() ? null : await this.#try();
    } while (error !== null);
  }

  /** @returns {Promise<SignalingError | null>} why it was in vain; null where a login was acked, whose loss is another story, or where it has ended */
  async #try() {
    try {
      await this.#connect();
      return null;
    } catch (thrown) {
      this.#line = null;
      // A token that could not be had is tried for again, like a server that could not be reached.
      const error = thrown instanceof SignalingError ? thrown : new SignalingError(Code.LOST, 'There is no token');
      if (this.#session === null) {
        if (FINAL.has(error.code)) this.#end(error);
      } else if (!PASSING.has(error.code) || error.retryAfter > 0) {
        // A server that drains and says when to come back ends its sessions with itself.
        this.#sessionGone(error);
      }
      return this.#hasEnded() ? null : error;
    }
  }

  /** Asked anew after every wait and every word to a listener. */
  #hasEnded() {
    return this.#state === 'ended';
  }

  /**
   * What was under way may or may not have been carried out; a new login follows.
   *
   * @param {SignalingError | null} error
   */
  #sessionGone(error) {
    this.#session = null;
    this.#refusedAfter = -1;
    this.#backOff.beginAnew();
    this.#commands.rejectAll(new SignalingError(Code.SESSION_GONE, 'The session is gone'));
    if (this.#credentials === null) this.#end(error ?? new SignalingError(Code.SESSION_GONE, 'The session is gone'));
  }

  /** @param {unknown} error null after a logout */
  #end(error) {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#line?.close();
    this.#line = null;
    this.#session = null;
    this.#credentials = null;
    this.#backOff.cutShort();
    this.#commands.rejectAll(new SignalingError(Code.LOST, 'Logged out'));
    this.#listener.ended(error);
  }
}

/** @param {Credentials | null} credentials */
async function membersOf(credentials) {
  if (credentials === null) throw new SignalingError(Code.NOT_LOGGED_IN, 'There is nothing to log in with');
  if (!('token' in credentials)) return { name: credentials.name, pass: credentials.pass };
  const { token } = credentials;
  return { token: typeof token === 'function' ? await token() : token };
}
