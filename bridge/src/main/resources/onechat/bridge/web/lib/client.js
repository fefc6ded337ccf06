import { BackOff } from './back-off.js';
import { toMembers, END_OF_CANDIDATES } from './candidate.js';
import { Code, SignalingError } from './codes.js';
import { Commands } from './commands.js';
import { Emitter } from './emitter.js';
import { Line } from './line.js';
import { Session } from './session.js';

/**
 * @typedef {import('./connection.js').Payload} Payload
 * @typedef {import('./session.js').Room} Room
 * @typedef {import('./session.js').SavedSession} SavedSession
 * @typedef {{name: string, pass: string} | {token: string | (() => string | Promise<string>)}} Credentials
 * @typedef {'idle' | 'connecting' | 'online' | 'reconnecting'} ClientState
 * @typedef {{user: number, room: number}} Address
 * @typedef {{to: number, members: number[], ice_servers: RTCIceServer[]}} Joined
 * @typedef {Joined & {ringing: number[], offline: number[]}} Created
 * @typedef {{to: number, members: number[], online: number[], offline: number[], names?: Record<string, string>}} Presence
 * @typedef {{online: {resumed: boolean}, reconnecting: null, message: Payload, entered: number, fault: SignalingError,
 *     ended: SignalingError | null}} ClientEvents
 */

/** How long the ack of a logout may take, in milliseconds. */
const LOGOUT_PATIENCE = 3_000;
/** @type {ReadonlySet<number>} Answers to a resume that another try may get past. */
const PASSING = new Set([Code.LOST, Code.TOO_SLOW, Code.TOO_MANY, Code.SERVER_FAULT, Code.UNAVAILABLE]);
/** @type {ReadonlySet<number>} Refusals of a login that another try with the same credentials won't change. */
const FINAL = new Set([Code.MALFORMED, Code.NOT_LOGGED_IN, Code.NOT_FOUND, Code.NOT_ALLOWED, Code.REPLACED, Code.OTHER_VERSION]);
/** @type {ReadonlySet<number>} What a server says to something that was sent, and would say again to the same. */
const OF_WHAT_WAS_SENT = new Set([Code.MALFORMED, Code.TOO_LARGE, Code.OTHER_VERSION]);

/**
 * One person's login (section 3), kept over as many connections as it takes (section 4).
 *
 * It reconnects by itself, resumes its session so that no frame is lost or heard twice, and sends again the commands that have no reply
 * yet. Name and password, or the token, stay in this object until `logout` or `ended`.
 *
 * @extends {Emitter<ClientEvents>}
 */
export class Client extends Emitter {
  #url;
  /** @type {ClientState} */
  #state = 'idle';
  /** @type {Credentials | null} */
  #credentials = null;
  /** @type {Session | null} */
  #session = null;
  /** @type {Line | null} The connection in use, or the one that is being tried. */
  #line = null;
  #commands = new Commands();
  #backOff = new BackOff();
  /** How many commands had their replies when the server last refused what was sent; -1 for never. */
  #refusedAfter = -1;

  /** @param {{url?: string | URL, device?: string}} options */
  constructor({ url = defaultUrl(), device = `web-${crypto.getRandomValues(new Uint32Array(2)).join('-')}` } = {}) {
    super();
    this.#url = String(url);
    this.device = device;
    globalThis.addEventListener?.('online', () => this.#lookNow());
    globalThis.addEventListener?.('offline', () => this.#line?.probe());
    globalThis.document?.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.#lookNow());
  }

  get state() {
    return this.#state;
  }

  get user() {
    return this.#session?.user ?? 0;
  }

  /** @returns {readonly Room[]} */
  get rooms() {
    return this.#session?.rooms ?? [];
  }

  /** @param {Credentials} credentials */
  async login(credentials) {
    await this.#begin(credentials, null);
  }

  /**
   * @param {SavedSession} saved
   * @param {Credentials | null} credentials
   */
  async restore(saved, credentials = null) {
    await this.#begin(credentials, Session.restored(saved));
    this.device = saved.device;
  }

  save() {
    return this.#session?.saved(this.device, Date.now()) ?? null;
  }

  async logout() {
    if (this.#state === 'idle') return;
    if (this.#state !== 'connecting') {
      const acked = this.request('logout').catch(() => undefined);
      await Promise.race([acked, new Promise((resolve) => setTimeout(resolve, LOGOUT_PATIENCE))]);
    }
    this.#end(null);
  }

  /** @param {number} room */
  async create(room) {
    const ack = await this.request('webrtc_create', { to: room });
    this.emit('entered', room);
    return /** @type {Created} */ (/** @type {unknown} */ (ack));
  }

  /** @param {number} room */
  async join(room) {
    const ack = await this.request('webrtc_join', { to: room });
    this.emit('entered', room);
    return /** @type {Joined} */ (/** @type {unknown} */ (ack));
  }

  /**
   * @param {number} room
   * @param {'busy'} [reason]
   */
  async leave(room, reason) {
    await this.request('webrtc_leave', reason === undefined ? { to: room } : { to: room, reason });
  }

  /** @param {number} room */
  async presence(room) {
    return /** @type {Presence} */ (/** @type {unknown} */ (await this.request('presence', { to: room })));
  }

  /**
   * @param {Address} to
   * @param {string} sdp
   * @param {object} members
   */
  async offer({ user, room }, sdp, members = {}) {
    await this.request('webrtc_send_offer', { ...members, to: user, room, sdp });
  }

  /**
   * @param {Address} to
   * @param {string} sdp
   * @param {object} members
   */
  async answer({ user, room }, sdp, members = {}) {
    await this.request('webrtc_send_answer', { ...members, to: user, room, sdp });
  }

  /**
   * @param {Address} to
   * @param {RTCIceCandidate | null} candidate
   */
  async candidate({ user, room }, candidate) {
    const members = candidate === null ? END_OF_CANDIDATES : toMembers(candidate);
    await this.request('webrtc_send_ice_candidate', { ...members, to: user, room });
  }

  /**
   * @param {string} cmd
   * @param {object} members
   * @returns {Promise<Payload>}
   */
  async request(cmd, members = {}) {
    if (this.#state !== 'online' && this.#state !== 'reconnecting') throw new SignalingError(Code.LOST, 'Not logged in');
    const { payload, reply } = this.#commands.add(cmd, members);
    if (this.#state === 'online') this.#line?.send(payload);
    return reply;
  }

  /**
   * @param {Credentials | null} credentials
   * @param {Session | null} session
   */
  async #begin(credentials, session) {
    if (this.#state !== 'idle') throw new SignalingError(Code.NOT_ALLOWED, 'Logged in already');
    this.#state = 'connecting';
    this.#credentials = credentials;
    this.#session = session;
    try {
      await this.#connect();
    } catch (error) {
      this.#forget();
      throw error;
    }
  }

  /**
   * Connects once, going on with the session if there is one.
   *
   * @returns {Promise<void>} settled by the reply to the login
   */
  async #connect() {
    const session = this.#session;
    const credentials = this.#credentials;
    const login = session !== null ? session.credentials : { ...(await membersOf(credentials)), device: this.device, resume: true };
    if (this.#credentials !== credentials || this.#state === 'idle') throw new SignalingError(Code.LOST, 'Logged out meanwhile');
    await new Promise((resolve, reject) => {
      const line = new Line({
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
          message: (payload) => this.emit('message', payload),
          fault: (error) => this.emit('fault', error),
          lost: (lastWord) => this.#lost(lastWord, resolve),
        },
      });
      this.#line = line;
    });
  }

  /**
   * @param {Session} session
   * @param {boolean} resumed
   */
  #online(session, resumed) {
    this.#session = session;
    this.#state = 'online';
    this.#backOff.reached(Date.now());
    this.emit('online', { resumed });
  }

  /**
   * @param {SignalingError | null} lastWord
   * @param {(nothing: undefined) => void} settled
   */
  #lost(lastWord, settled) {
    settled(undefined);
    this.#line = null;
    const wasOnline = this.#state === 'online';
    if (this.#state === 'idle') return;
    if (lastWord?.code === Code.REPLACED) {
      this.#end(lastWord);
      return;
    }
    this.#session?.lost(Date.now());
    this.#backOff.lost(Date.now());
    if (lastWord !== null && OF_WHAT_WAS_SENT.has(lastWord.code)) {
      // Sent again it would be refused again, and so on for ever.
      if (this.#refusedAfter === this.#commands.answered) this.#session?.end();
      this.#refusedAfter = this.#commands.answered;
    }
    this.#state = 'reconnecting';
    if (wasOnline) this.emit('reconnecting', null);
    this.#keepTrying(lastWord);
  }

  /** @param {SignalingError | null} lastWord */
  async #keepTrying(lastWord) {
    let error = lastWord;
    while (this.#state === 'reconnecting' && this.#line === null) {
      if (this.#session !== null && !this.#session.mayBeKept(Date.now())) this.#sessionGone(error);
      await this.#backOff.pause(this.#session !== null, error);
      if (this.#state !== 'reconnecting') return;
      error = await this.#try();
      if (error === null) return;
    }
  }

  /** @returns {Promise<SignalingError | null>} null where nothing more is to be tried */
  async #try() {
    try {
      await this.#connect();
      return null;
    } catch (thrown) {
      this.#line = null;
      // A token that could not be had is tried for again, like a server that could not be reached.
      const error = thrown instanceof SignalingError ? thrown : new SignalingError(Code.LOST, 'There is no token');
      if (this.#state !== 'reconnecting') return null;
      if (this.#session !== null) {
        // Not a server that drains and says when to come back: its sessions go with it.
        if (!PASSING.has(error.code) || error.retryAfter > 0) this.#sessionGone(error);
      } else if (FINAL.has(error.code)) {
        this.#end(error);
      }
      return error;
    }
  }

  /**
   * What was under way may or may not have been carried out; a new login follows.
   *
   * @param {SignalingError | null} error
   */
  #sessionGone(error) {
    this.#session = null;
    this.#backOff.beginAnew();
    this.#commands.rejectAll(new SignalingError(Code.SESSION_GONE, 'The session is gone'));
    if (this.#credentials === null) this.#end(error ?? new SignalingError(Code.SESSION_GONE, 'The session is gone'));
  }

  #lookNow() {
    this.#line?.probe();
    this.#backOff.cutShort();
  }

  /** @param {SignalingError | null} error null after a logout */
  #end(error) {
    if (this.#state === 'idle') return;
    this.#forget();
    this.emit('ended', error);
  }

  #forget() {
    this.#state = 'idle';
    this.#line?.close();
    this.#line = null;
    this.#session = null;
    this.#credentials = null;
    this.#backOff.cutShort();
    this.#commands.rejectAll(new SignalingError(Code.LOST, 'Logged out'));
  }
}

/** @param {Credentials | null} credentials */
async function membersOf(credentials) {
  if (credentials === null) throw new SignalingError(Code.NOT_LOGGED_IN, 'There is nothing to log in with');
  if (!('token' in credentials)) return { name: credentials.name, pass: credentials.pass };
  const { token } = credentials;
  return { token: typeof token === 'function' ? await token() : token };
}

/** The WebSocket of the server that served this module. */
function defaultUrl() {
  const url = new URL('/onechat', import.meta.url);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url;
}
