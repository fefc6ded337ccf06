import { Code, SignalingError } from './codes.js';
import { Emitter } from './emitter.js';
import { Participant } from './participant.js';
import { renewalOf } from './renewal.js';
import { Roster } from './roster.js';

/**
 * @typedef {import('./client.js').Client} Client
 * @typedef {import('./connection.js').Payload} Payload
 * @typedef {import('./negotiation.js').Kind} Kind
 * @typedef {import('./participant.js').Local} Local
 * @typedef {import('./roster.js').RingState} RingState
 * @typedef {import('./text-and-state.js').MediaState} MediaState
 * @typedef {'create' | 'join' | 'rejoin'} Entry how one enters a call: create rings the members, join does not, rejoin goes on with one that this
 *     session is in
 * @typedef {'new' | 'entering' | 'in' | 'waiting' | 'ended'} CallPhase
 * @typedef {{kind: 'joined' | 'left' | 'disconnected' | 'moved' | 'declined' | 'busy' | 'timeout', user: number}} News
 * @typedef {'hung up' | 'others left' | 'nobody there' | 'moved' | 'over' | 'refused'} Reason
 * @typedef {{reason: Reason, last: News | null, error: SignalingError | null, stillIn: number[]}} CallEnd
 * @typedef {{stream?: MediaStream, rtc?: RTCConfiguration}} CallOptions
 * @typedef {{change: null, participant: Participant, news: News, text: {user: number, text: string}, fault: unknown, ended: CallEnd}} CallEvents
 */

/** How many payloads may arrive before the ack of create or join; those after them are dropped. */
const MOST_EARLY = 200;

/**
 * The most bits a second of a picture and how many times smaller than its source it is, by how many others are in the call at most: everyone
 * sends a picture to each of the others.
 */
const LIMITS = [
  { others: 1, bitrate: 1_500_000, scale: 1 },
  { others: 3, bitrate: 700_000, scale: 1 },
  { others: 6, bitrate: 300_000, scale: 2 },
  { others: Infinity, bitrate: 150_000, scale: 3 },
];
/** @type {ReadonlySet<number>} */
const TOLD_OTHERWISE = new Set([Code.NOT_FOUND, Code.LOST, Code.SESSION_GONE]);
/** A shared screen is read, not watched: it keeps its size. */
const SCREEN_LIMIT = { bitrate: 2_500_000, scale: 1, detail: true };

/**
 * The call of one room, as this device takes part in it (section 5): who is in it, who is rung, and a peer connection with each of
 * the others.
 *
 * @extends {Emitter<CallEvents>}
 */
export class Call extends Emitter {
  #client;
  /** @type {CallPhase} */
  #phase = 'new';
  /** @type {Map<number, Participant>} */
  #participants = new Map();
  #roster = new Roster((user) => this.#givenUp(user));
  /** @type {Payload[]} */
  #early = [];
  /** @type {RTCIceServer[]} */
  #iceServers = [];
  /** @type {Local} */
  #local;
  /** @type {{how: Entry, otherwise: Entry | null}} */
  #entry = { how: 'join', otherwise: null };
  /** @type {number | null} */
  #since = null;
  /** @type {News | null} */
  #last = null;
  /** @type {(() => void)[]} */
  #subscriptions = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #renewal;

  /**
   * @param {Client} client
   * @param {number} room the room's id, which is the call's too
   * @param {CallOptions} options
   */
  constructor(client, room, { stream = new MediaStream(), rtc = {} } = {}) {
    super();
    this.#client = client;
    this.room = room;
    const [audio = null] = stream.getAudioTracks();
    const [video = null] = stream.getVideoTracks();
    this.#local = {
      tracks: new Map([
        ['audio', audio],
        ['video', video],
      ]),
      media: { audio: audio?.enabled ?? false, video: video?.enabled ?? false, screen: false },
      limit: { ...LIMITS[0], detail: false },
      configuration: () => ({ ...rtc, iceServers: [...this.#iceServers, ...(rtc.iceServers ?? [])] }),
    };
  }

  get phase() {
    return this.#phase;
  }

  get since() {
    return this.#since;
  }

  get participants() {
    return [...this.#participants.values()];
  }

  /** @returns {ReadonlyMap<number, RingState>} */
  get rung() {
    return this.#roster.rung;
  }

  get awaited() {
    return this.#roster.awaited;
  }

  create() {
    return this.#enter('create', null);
  }

  /** @param {'create'} [otherwise] */
  join(otherwise) {
    return this.#enter('join', otherwise ?? null);
  }

  rejoin() {
    return this.#enter('rejoin', null);
  }

  leave() {
    this.#leave('hung up');
  }

  /**
   * @param {Kind} kind
   * @param {MediaStreamTrack | null} track
   */
  async setTrack(kind, track) {
    this.#local.tracks.set(kind, track);
    this.setMedia({ [kind]: track?.enabled ?? false });
    await Promise.all(this.participants.map((participant) => participant.trackChanged(kind)));
  }

  /** @param {Partial<MediaState>} state */
  setMedia(state) {
    this.#local.media = { ...this.#local.media, ...state };
    for (const participant of this.participants) participant.mediaChanged();
    this.#limitPictures();
  }

  /** @param {string} text */
  say(text) {
    for (const participant of this.participants) participant.say(text);
  }

  /**
   * @param {Entry} how
   * @param {Entry | null} otherwise
   */
  async #enter(how, otherwise) {
    if (this.#phase !== 'new') throw new Error('A call is entered once');
    this.#entry = { how, otherwise };
    this.#subscriptions = [
      this.#client.on('message', (payload) => this.#receive(payload)),
      this.#client.on('reconnecting', () => this.#lost()),
      this.#client.on('online', ({ resumed }) => this.#back(resumed)),
      this.#client.on('ended', (error) => this.#end(error === null ? 'hung up' : 'refused', error)),
    ];
    await this.#request(how, otherwise);
  }

  /** The connection to the server is gone: media goes on. */
  #lost() {
    if (this.#phase !== 'in') return;
    this.#phase = 'waiting';
    this.#changed();
  }

  /** @param {boolean} resumed */
  #back(resumed) {
    if (this.#phase !== 'waiting') return;
    if (!resumed) {
      this.#enterAgain();
      return;
    }
    this.#phase = 'in';
    // What took the connection to the server away, such as another network, has perhaps taken these away too.
    for (const participant of this.participants) if (participant.state !== 'connected') participant.restart();
    this.#changed();
    this.#endIfAlone();
  }

  /**
   * Enters again with a new session: the server has left the call for the old one (section 4). Where the server has lost the call as
   * well (a restart), it is begun anew as long as anyone is there to go on with.
   */
  async #enterAgain() {
    if (this.#since === null) {
      await this.#request(this.#entry.how, this.#entry.otherwise);
    } else if (this.#participants.size === 0 && this.#roster.awaited.length === 0) {
      await this.#request('create', null);
    } else {
      const alive = this.participants.some((participant) => participant.state === 'connected');
      await this.#request('join', alive ? 'create' : null);
    }
  }

  /**
   * @param {Entry} how
   * @param {Entry | null} otherwise tried when there is no such call
   * @returns {Promise<void>}
   */
  async #request(how, otherwise) {
    this.#phase = 'entering';
    // What came before belongs to an earlier session, or to a call that this device did not enter.
    this.#early = [];
    this.#changed();
    if (!this.#is('entering')) return;
    let ack;
    try {
      ack = await (how === 'create' ? this.#client.create(this.room) : this.#client.join(this.room));
    } catch (error) {
      if (this.#is('entering')) await this.#notEntered(error, otherwise);
      return;
    }
    if (this.#is('entering')) this.#entered(ack, how === 'rejoin');
  }

  /**
   * @param {unknown} error
   * @param {Entry | null} otherwise
   */
  async #notEntered(error, otherwise) {
    const refusal = error instanceof SignalingError ? error : new SignalingError(Code.LOST, String(error));
    if (refusal.code === Code.SESSION_GONE && this.#client.state !== 'idle') {
      this.#phase = 'waiting';
      this.#changed();
      // The new session may be there already.
      if (this.#client.state === 'online') await this.#enterAgain();
    } else if (refusal.code === Code.NOT_FOUND && otherwise !== null) {
      await this.#request(otherwise, null);
    } else {
      this.#end(refusal.code === Code.NOT_FOUND ? 'over' : 'refused', refusal);
    }
  }

  /**
   * Whoever is in the call already was there first and sends the offer (section 5.2). Connections of an earlier stay go on: media still
   * flows over them, and they are negotiated anew.
   *
   * Where the session was in the call all the time the others have heard nothing new, and this side offers.
   *
   * @param {{members: number[], ringing?: number[], offline?: number[], ice_servers: RTCIceServer[]}} ack
   * @param {boolean} offers
   */
  #entered(ack, offers) {
    this.#phase = 'in';
    this.#since ??= Date.now();
    const before = this.participants;
    this.#roster.begin(ack);
    this.#renewed(ack.ice_servers ?? []);
    for (const user of ack.members ?? []) {
      this.#roster.came(user);
      if (this.#participants.has(user)) continue;
      // One that goes on with a call can't know who was first: see Participant.
      const added = this.#add(user, offers && this.#client.user < user);
      if (offers) added?.offer();
    }
    for (const participant of before) {
      if (ack.members?.includes(participant.user)) participant.meetAgain(false);
      else this.#roster.lost(participant.user);
    }
    for (const payload of this.#early.splice(0)) this.#receive(payload);
    this.#limitPictures();
    this.#changed();
    this.#endIfAlone();
  }

  /** @param {RTCIceServer[]} iceServers */
  #renewed(iceServers) {
    this.#iceServers = iceServers;
    for (const participant of this.participants) participant.configure();
    clearTimeout(this.#renewal);
    const wait = renewalOf(iceServers, Date.now());
    if (wait !== null) this.#renewal = setTimeout(() => this.#renew(), wait);
  }

  /** Joins again, which changes nothing but the credentials (section 5.2). */
  async #renew() {
    if (this.#phase !== 'in' && this.#phase !== 'waiting') return;
    try {
      const ack = await this.#client.join(this.room);
      if (!this.#is('ended')) this.#renewed(ack.ice_servers ?? []);
    } catch {
      // Tried again after a while; entering again after a session that was lost brings new ones as well.
      if (!this.#is('ended')) this.#renewed(this.#iceServers);
    }
  }

  /** @param {Payload} payload what doesn't concern this call is ignored */
  #receive(payload) {
    if (this.#phase === 'entering') {
      if (this.#early.length < MOST_EARLY) this.#early.push(payload);
      return;
    }
    if (this.#phase !== 'in' && this.#phase !== 'waiting') return;
    const from = Number(payload.from);
    switch (payload.cmd) {
      case 'webrtc_join':
        if (payload.to === this.room) this.#joined(from);
        break;
      case 'webrtc_leave':
        if (payload.to === this.room) this.#left(from, payload.reason);
        break;
      case 'webrtc_send_offer':
      case 'webrtc_send_answer':
      case 'webrtc_send_ice_candidate':
        if (payload.room === undefined || payload.room === this.room) this.#relayed(from, payload);
        break;
    }
  }

  /** @param {number} user */
  #joined(user) {
    if (user === this.#client.user) return;
    this.#roster.came(user);
    const known = this.#participants.get(user);
    if (known === undefined) this.#add(user, true)?.offer();
    else known.meetAgain(true);
    this.#limitPictures();
    this.#tell({ kind: 'joined', user });
  }

  /**
   * @param {number} user
   * @param {unknown} reason
   */
  #left(user, reason) {
    if (user === this.#client.user) {
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

  /**
   * @param {number} user
   * @param {Payload} payload
   */
  #relayed(user, payload) {
    let participant = this.#participants.get(user);
    if (participant === undefined && payload.cmd === 'webrtc_send_offer') {
      this.#roster.came(user);
      participant = this.#add(user, false);
    }
    participant?.receive(payload);
  }

  /**
   * @param {number} user
   * @param {boolean} first whether this device was in the call before that user
   * @returns {Participant | undefined} nothing where the browser can't make a connection with what the server has given
   */
  #add(user, first) {
    if (this.#is('ended')) return undefined;
    let participant;
    try {
      participant = new Participant({ client: this.#client, user, room: this.room, first, local: this.#local });
    } catch (error) {
      this.#fault(error);
      return undefined;
    }
    participant.on('change', () => this.#changed());
    participant.on('text', (text) => this.emit('text', { user, text }));
    participant.on('fault', (error) => this.#fault(error));
    this.#participants.set(user, participant);
    this.emit('participant', participant);
    // A listener may have left.
    return this.#is('ended') ? undefined : participant;
  }

  /** @param {number} user who was lost and has not come back */
  #givenUp(user) {
    this.#remove(user);
    this.#changed();
    this.#endIfAlone();
  }

  /** @param {number} user */
  #remove(user) {
    this.#participants.get(user)?.close();
    this.#participants.delete(user);
    this.#limitPictures();
  }

  #limitPictures() {
    const others = this.#participants.size;
    const limit = LIMITS.find((one) => others <= one.others) ?? LIMITS[LIMITS.length - 1];
    const { bitrate, scale, detail } = this.#local.media.screen ? SCREEN_LIMIT : { ...limit, detail: false };
    const now = this.#local.limit;
    if (now.bitrate === bitrate && now.scale === scale && now.detail === detail) return;
    this.#local.limit = { bitrate, scale, detail };
    for (const participant of this.participants) participant.limitChanged();
  }

  /** @param {unknown} error */
  #fault(error) {
    // One who has gone, or a session that is gone, is told of by a leave or a loss, which follows.
    if (error instanceof SignalingError && TOLD_OTHERWISE.has(error.code)) return;
    if (this.#phase !== 'ended') this.emit('fault', error);
  }

  #endIfAlone() {
    if (this.#phase !== 'in' || this.#participants.size > 0 || this.#roster.expectsAnyone) return;
    this.#leave(this.#roster.hadCompany ? 'others left' : 'nobody there');
  }

  /** @param {Reason} reason */
  #leave(reason) {
    if (this.#phase === 'in' || this.#phase === 'entering' || this.#phase === 'waiting') {
      // Refused only where there is nothing to leave.
      this.#client.leave(this.room).catch(() => undefined);
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
    clearTimeout(this.#renewal);
    for (const stop of this.#subscriptions.splice(0)) stop();
    for (const participant of this.participants) participant.close();
    this.#participants.clear();
    this.#roster.clear();
    this.emit('change', null);
    this.emit('ended', { reason, last: this.#last, error, stillIn });
  }

  /**
   * @param {Reason} reason
   * @returns {number[]} one who is left alone will leave as well, and is not counted
   */
  #stillIn(reason) {
    const others = [...this.#participants.keys()];
    if (reason === 'moved') return [...others, this.#client.user];
    return others.length > 1 ? others : [];
  }

  /**
   * Asked anew after every wait, as leaving may have come in between.
   *
   * @param {CallPhase} phase
   */
  #is(phase) {
    return this.#phase === phase;
  }

  /** @param {News} news */
  #tell(news) {
    this.#last = news;
    this.#changed();
    if (!this.#is('ended')) this.emit('news', news);
  }

  #changed() {
    if (!this.#is('ended')) this.emit('change', null);
  }
}
