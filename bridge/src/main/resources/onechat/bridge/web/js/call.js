import { LocalMedia } from './media.js';
import { Peer } from './peer.js';
import { Roster } from './roster.js';
import { Code, SignalingError } from './signaling.js';

/**
 * @typedef {import('./signaling.js').Payload} Payload
 * @typedef {import('./session.js').Session} Session
 * @typedef {'webrtc_create' | 'webrtc_join'} Entry the command that brings one into a call
 * @typedef {'preparing' | 'entering' | 'in' | 'waiting' | 'ended'} Phase waiting for the devices; for the ack; taking part; for the
 *     connection to the server to come back; over
 * @typedef {{kind: 'joined' | 'left' | 'disconnected' | 'moved' | 'declined' | 'busy' | 'timeout', user: number}} News
 * @typedef {{reason: Reason, last: News | null, error: SignalingError | null, stillIn: number[]}} Ending why the call is over here, the last
 *     thing heard of another participant, the refusal that ended it, and who goes on with it without this device
 * @typedef {'hung up' | 'others left' | 'nobody there' | 'moved' | 'over' | 'refused'} Reason
 */

/** How many payloads may arrive before the ack of create or join; those after them are dropped. */
const MOST_EARLY = 200;

/**
 * The live call of one room, as this device takes part in it (section 5): who is in it, who is being rung, own media, and one
 * connection with each of the others.
 *
 * Events: `change` (something to be shown is another now), `news` (detail: News), `chat` (detail: `{user, text}`), `fault` (detail: the
 * error for which a participant can't be reached), `ended` (detail: Ending), at most once and last.
 */
export class Call extends EventTarget {
  #session;
  /** @type {Phase} */
  #phase = 'preparing';
  /** @type {Map<number, Peer>} */
  #peers = new Map();
  #roster = new Roster(() => {
    this.#changed();
    this.#endIfAlone();
  });
  /** @type {Payload[]} */
  #early = [];
  /** @type {RTCIceServer[]} */
  #iceServers = [];
  /** @type {LocalMedia | null} */
  #media = null;
  /** @type {{cmd: Entry, otherwise: Entry | null}} */
  #entry;
  #wasIn = false;
  /** @type {News | null} */
  #last = null;

  /**
   * @param {object} options
   * @param {Session} options.session
   * @param {number} options.room the room's id, which is the call's too
   * @param {Entry} options.cmd create rings the members, join does not
   * @param {Entry | null} options.otherwise what to try when there is no call to join
   */
  constructor({ session, room, cmd, otherwise }) {
    super();
    this.#session = session;
    this.room = room;
    this.#entry = { cmd, otherwise };
  }

  get phase() {
    return this.#phase;
  }

  get media() {
    return this.#media;
  }

  /** The connections with those who are in the call, in the order of their coming. */
  get peers() {
    return [...this.#peers.values()];
  }

  /** Those who are not in the call but may come; to be read only. */
  get roster() {
    return this.#roster;
  }

  /** Takes the devices, then enters: nobody who answers has to wait for a permission prompt of the one who called. */
  async enter() {
    const media = await LocalMedia.open();
    if (this.#phase === 'ended') {
      media.stop();
      return;
    }
    this.#media = media;
    await this.#request(this.#entry.cmd, this.#entry.otherwise);
  }

  /** Leaves the call (section 5.3). Without a connection to the server there is nobody to tell: the server has left it for us. */
  hangUp() {
    this.#leave('hung up');
  }

  /** Says that the connection to the server is gone: media goes on, and `rejoin` follows. */
  lost() {
    if (this.#phase !== 'in') return;
    this.#phase = 'waiting';
    this.#changed();
  }

  /**
   * Enters again after a login anew, with which the server has left the call for us (section 4). Where the server has lost the call
   * as well (a restart), it is begun anew as long as the media of anyone in it still flows.
   */
  async rejoin() {
    if (this.#phase !== 'waiting') return;
    if (!this.#wasIn) {
      await this.#request(this.#entry.cmd, this.#entry.otherwise);
    } else if (this.#peers.size === 0 && this.#roster.awaited.length === 0) {
      await this.#request('webrtc_create', null);
    } else {
      const alive = this.peers.some((peer) => peer.state === 'connected');
      await this.#request('webrtc_join', alive ? 'webrtc_create' : null);
    }
  }

  /**
   * Takes a payload that the server sent; what doesn't concern this call is ignored.
   *
   * @param {Payload} payload
   */
  receive(payload) {
    if (this.#phase === 'entering') {
      if (this.#early.length < MOST_EARLY) this.#early.push(payload);
      return;
    }
    if (this.#phase !== 'in') return;
    switch (payload.cmd) {
      case 'webrtc_join':
        if (payload.to === this.room) this.#joined(payload.from);
        break;
      case 'webrtc_leave':
        if (payload.to === this.room) this.#left(payload.from, payload.reason);
        break;
      case 'webrtc_send_offer':
      case 'webrtc_send_answer':
      case 'webrtc_send_ice_candidate':
        if (payload.room === undefined || payload.room === this.room) this.#relayed(payload);
        break;
    }
  }

  /**
   * Sends a text to everyone in the call.
   *
   * @param {string} text
   */
  say(text) {
    for (const peer of this.#peers.values()) peer.say(text);
    this.#emit('chat', { user: this.#session.user, text });
  }

  /**
   * @param {Entry} cmd
   * @param {Entry | null} otherwise tried when there is no such call
   * @returns {Promise<void>}
   */
  async #request(cmd, otherwise) {
    this.#phase = 'entering';
    this.#changed();
    let ack;
    try {
      ack = await this.#session.request(cmd, { to: this.room });
    } catch (error) {
      if (this.#is('entering')) await this.#notEntered(/** @type {SignalingError} */ (error), otherwise);
      return;
    }
    if (this.#is('entering')) this.#entered(ack);
  }

  /**
   * @param {SignalingError} error
   * @param {Entry | null} otherwise
   */
  async #notEntered(error, otherwise) {
    if (error.code === Code.LOST) {
      this.#phase = 'waiting';
      this.#changed();
    } else if (error.code === Code.NOT_FOUND && otherwise !== null) {
      await this.#request(otherwise, null);
    } else {
      this.#end(error.code === Code.NOT_FOUND ? 'over' : 'refused', error);
    }
  }

  /**
   * Whoever is in the call already was there first and sends the offer (section 5.2); connections of an earlier stay are void.
   *
   * @param {Payload} ack
   */
  #entered(ack) {
    this.#phase = 'in';
    this.#wasIn = true;
    this.#iceServers = ack.ice_servers ?? [];
    this.#closePeers();
    this.#roster.begin(ack);
    for (const user of ack.members ?? []) this.#add(user, false);
    for (const payload of this.#early.splice(0)) this.receive(payload);
    this.#changed();
    this.#endIfAlone();
  }

  /** @param {number} user */
  #joined(user) {
    // One who is in it already joins again only to renew ice_servers; one who comes anew has left before.
    if (user === this.#session.user || this.#peers.has(user)) return;
    this.#add(user, true)?.offer();
    this.#tell({ kind: 'joined', user });
  }

  /**
   * @param {number} user
   * @param {string} reason
   */
  #left(user, reason) {
    if (user === this.#session.user) {
      if (reason === 'moved') this.#end('moved');
      return;
    }
    switch (reason) {
      case 'declined':
      case 'busy':
      case 'timeout':
        this.#roster.unanswered(user, reason);
        this.#tell({ kind: reason, user });
        break;
      case 'disconnected':
      case 'moved':
        this.#remove(user);
        this.#roster.lost(user);
        this.#tell({ kind: reason, user });
        break;
      default:
        this.#remove(user);
        this.#roster.gone(user);
        this.#tell({ kind: 'left', user });
    }
    this.#endIfAlone();
  }

  /** @param {Payload} payload */
  #relayed(payload) {
    let peer = this.#peers.get(payload.from);
    if (peer === undefined && payload.cmd === 'webrtc_send_offer') peer = this.#add(payload.from, false);
    peer?.receive(payload);
  }

  /**
   * @param {number} user
   * @param {boolean} first whether this device was in the call before that user
   * @returns {Peer | undefined} nothing where the browser can't make a connection with what the server has given
   */
  #add(user, first) {
    this.#roster.came(user);
    let peer;
    try {
      peer = new Peer({
        user,
        first,
        iceServers: this.#iceServers,
        local: this.#media?.stream ?? new MediaStream(),
        send: (cmd, members) => this.#session.request(cmd, { to: user, room: this.room, ...members }),
      });
    } catch (error) {
      this.#fault(error);
      return undefined;
    }
    peer.addEventListener('change', () => this.#changed());
    peer.addEventListener('chat', (event) => this.#emit('chat', { user, text: /** @type {CustomEvent} */ (event).detail }));
    peer.addEventListener('fault', (event) => this.#fault(/** @type {CustomEvent} */ (event).detail));
    this.#peers.set(user, peer);
    return peer;
  }

  /** @param {number} user */
  #remove(user) {
    this.#peers.get(user)?.close();
    this.#peers.delete(user);
  }

  /** @param {unknown} error */
  #fault(error) {
    // One who has gone, or a connection that is gone, is told of by a leave or a loss, which follows.
    if (error instanceof SignalingError && (error.code === Code.NOT_FOUND || error.code === Code.LOST)) return;
    this.#emit('fault', error);
  }

  #endIfAlone() {
    if (this.#phase !== 'in' || this.#peers.size > 0 || this.#roster.expectsAnyone) return;
    this.#leave(this.#roster.hadCompany ? 'others left' : 'nobody there');
  }

  /** @param {Reason} reason */
  #leave(reason) {
    if (this.#phase === 'in' || this.#phase === 'entering') {
      // Refused only where there is nothing to leave.
      this.#session.request('webrtc_leave', { to: this.room }).catch(() => undefined);
    }
    this.#end(reason);
  }

  /**
   * @param {Reason} reason
   * @param {SignalingError | null} error
   */
  #end(reason, error = null) {
    if (this.#phase === 'ended') return;
    const stillIn = this.#stillIn(reason);
    this.#phase = 'ended';
    this.#closePeers();
    this.#roster.clear();
    this.#media?.stop();
    this.#changed();
    this.#emit('ended', { reason, last: this.#last, error, stillIn });
  }

  /**
   * @param {Reason} reason
   * @returns {number[]} one who is left alone will leave as well, and is not counted
   */
  #stillIn(reason) {
    const others = [...this.#peers.keys()];
    if (reason === 'moved') return [...others, this.#session.user];
    return others.length > 1 ? others : [];
  }

  #closePeers() {
    for (const peer of this.#peers.values()) peer.close();
    this.#peers.clear();
  }

  /**
   * Asked anew after every wait, as hanging up may have come in between.
   *
   * @param {Phase} phase
   */
  #is(phase) {
    return this.#phase === phase;
  }

  /** @param {News} news */
  #tell(news) {
    this.#last = news;
    this.#changed();
    this.#emit('news', news);
  }

  #changed() {
    this.#emit('change', null);
  }

  /**
   * @param {string} type
   * @param {unknown} detail
   */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
