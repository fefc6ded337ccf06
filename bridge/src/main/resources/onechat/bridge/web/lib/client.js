import { toMembers, END_OF_CANDIDATES } from './candidate.js';
import { Code, SignalingError } from './codes.js';
import { Emitter } from './emitter.js';
import { Keeper } from './keeper.js';
import { Session } from './session.js';

/**
 * @typedef {import('./connection.js').Payload} Payload
 * @typedef {import('./session.js').Room} Room
 * @typedef {import('./session.js').SavedSession} SavedSession
 * @typedef {import('./keeper.js').Credentials} Credentials
 * @typedef {'idle' | 'connecting' | 'online' | 'reconnecting'} ClientState
 * @typedef {{user: number, room: number}} Address
 * @typedef {{to: number, members: number[], ice_servers: RTCIceServer[]}} Joined
 * @typedef {Joined & {ringing: number[], offline: number[]}} Created
 * @typedef {{to: number, members: number[], online: number[], offline: number[], names?: Record<string, string>}} Presence
 * @typedef {{online: {resumed: boolean}, reconnecting: null, message: Payload, entered: number, fault: SignalingError,
 *     ended: SignalingError | null}} ClientEvents
 */

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
  /** @type {Keeper | null} That of the login under way. */
  #keeper = null;

  /** @param {{url?: string | URL, device?: string}} options */
  constructor({ url = defaultUrl(), device = `web-${crypto.getRandomValues(new Uint32Array(2)).join('-')}` } = {}) {
    super();
    this.#url = String(url);
    this.device = device;
  }

  /** @returns {ClientState} */
  get state() {
    const state = this.#keeper?.state ?? 'ended';
    return state === 'ended' ? 'idle' : state;
  }

  get user() {
    return this.#keeper?.user ?? 0;
  }

  /** @returns {readonly Room[]} */
  get rooms() {
    return this.#keeper?.rooms ?? [];
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
    if (this.#keeper === null) this.device = saved.device;
    await this.#begin(credentials, Session.restored(saved));
  }

  save() {
    return this.#keeper?.save() ?? null;
  }

  async logout() {
    await this.#keeper?.logout();
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
    if (this.#keeper === null) throw new SignalingError(Code.LOST, 'Not logged in');
    return this.#keeper.request(cmd, members);
  }

  /**
   * @param {Credentials | null} credentials
   * @param {Session | null} session
   * @returns {Promise<void>} resolved once commands get through
   */
  async #begin(credentials, session) {
    if (this.#keeper !== null) throw new SignalingError(Code.NOT_ALLOWED, 'Logged in already');
    const life = new AbortController();
    let begun = false;
    await new Promise((resolve, reject) => {
      const keeper = new Keeper({
        url: this.#url,
        device: this.device,
        credentials,
        session,
        listener: {
          online: (resumed) => {
            begun = true;
            resolve(undefined);
            this.emit('online', { resumed });
          },
          reconnecting: () => this.emit('reconnecting', null),
          message: (payload) => this.emit('message', payload),
          fault: (error) => this.emit('fault', error),
          ended: (error) => {
            life.abort();
            this.#keeper = null;
            reject(error ?? new SignalingError(Code.LOST, 'Logged out'));
            // A login that is refused is told of by its promise alone.
            if (error === null || begun) this.emit('ended', /** @type {SignalingError | null} */ (error));
          },
        },
      });
      this.#keeper = keeper;
      attend(keeper, life.signal);
      keeper.begin();
    });
  }
}

/**
 * Lets a keeper know what the browser knows of the network.
 *
 * @param {Keeper} keeper
 * @param {AbortSignal} signal ends that
 */
function attend(keeper, signal) {
  globalThis.addEventListener?.('online', () => keeper.lookNow(), { signal });
  globalThis.addEventListener?.('offline', () => keeper.probe(), { signal });
  globalThis.document?.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && keeper.lookNow(), { signal });
}

/** The WebSocket of the server that served this module. */
function defaultUrl() {
  const url = new URL('/onechat', import.meta.url);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url;
}
