import { Call, Rings } from '../onechat.js';
import { Emitter } from '../lib/emitter.js';
import { ChosenDevices } from './devices.js';
import { LocalMedia } from './media.js';
import { Rooms } from './rooms.js';

/**
 * @typedef {import('../onechat.js').CallEnd} CallEnd
 * @typedef {import('../onechat.js').News} News
 * @typedef {import('../onechat.js').Client} Client
 * @typedef {import('../onechat.js').Payload} Payload
 * @typedef {import('../onechat.js').Ring} Ring
 * @typedef {import('../onechat.js').RingEnd} RingEnd
 * @typedef {import('./devices.js').Kind} Kind
 * @typedef {import('./media.js').Unplugged} Unplugged
 * @typedef {(call: Call) => Promise<void>} Entry how a call is entered
 */

/**
 * What a person does with a phone: call a room, accept or refuse a ring, hang up. It keeps the one call that this device takes part in
 * at a time, with the camera and the microphone for it.
 *
 * Events: `change` (call, media or rings are others now), `over` when a ring ended, `unplugged` when a device is gone, `found` when one has come, and
 * the call's own `news`, `text`, `fault` and `ended`.
 *
 * @extends {Emitter<{change: null, over: RingEnd, unplugged: Unplugged, found: Kind, news: News, text: {user: number, text: string},
 *     fault: unknown, ended: CallEnd}>}
 */
export class Phone extends Emitter {
  #client;
  #rings;
  /** @type {Call | null} */
  #call = null;
  /** @type {LocalMedia | null} */
  #media = null;
  /** The room that is being entered while the person is asked for the devices; 0 for none. */
  #preparing = 0;

  rooms = new Rooms();
  devices = new ChosenDevices();

  /** @param {Client} client */
  constructor(client) {
    super();
    this.#client = client;
    this.#rings = new Rings(client);
    client.on('online', ({ resumed }) => {
      // A session from before a reload is resumed by a page that knows of no rooms yet.
      if (!resumed || this.rooms.all.length === 0) this.rooms.load(client.rooms);
    });
    client.on('message', (payload) => this.#receive(payload));
    this.#rings.on('change', () => this.#changed());
    this.#rings.on('over', (end) => this.emit('over', end));
  }

  get call() {
    return this.#call;
  }

  get media() {
    return this.#media;
  }

  /** The room of the call, also of one that is still waiting for the devices; 0 for none. */
  get room() {
    return this.#call?.room ?? this.#preparing;
  }

  /**
   * The rings to be answered, the next one first. That of the room whose call one is entering is none: it is being answered.
   *
   * @returns {Ring[]}
   */
  get rings() {
    return this.#rings.all.filter((ring) => ring.room !== this.room);
  }

  /** @param {readonly Ring[]} rings of before a reload, ahead of going on with the session */
  expect(rings) {
    this.#rings.restore(rings);
  }

  /**
   * Calls a room. Where a call is known of it is joined without ringing anyone again; should it be over, it is begun anew.
   *
   * @param {number} room
   */
  dial(room) {
    const live = this.rooms.inCall(room).length > 0;
    return this.#enter(room, (call) => (live ? call.join('create') : call.create()));
  }

  /**
   * Answers a ring; a call that one is in is hung up for it.
   *
   * @param {Ring} ring
   */
  accept(ring) {
    return this.#enter(ring.room, (call) => call.join());
  }

  /**
   * Goes on with the call that this page was in before it was reloaded.
   *
   * @param {number} room
   */
  goOn(room) {
    return this.#enter(room, (call) => call.rejoin());
  }

  /**
   * Refuses a ring, on all devices of the person (section 5.3): busy within a call, else declined.
   *
   * @param {Ring} ring
   */
  refuse(ring) {
    this.#rings.decline(ring, this.#call === null ? undefined : 'busy');
  }

  /** Leaves the call, if there is one. */
  hangUp() {
    this.#preparing = 0;
    this.#call?.leave();
    this.#release();
  }

  /** Hangs up and forgets what the server has told, before or after a logout. */
  reset() {
    this.hangUp();
    this.rooms.load([]);
  }

  /**
   * Takes the devices, then enters: nobody who answers has to wait for a permission prompt of the one who called.
   *
   * @param {number} room
   * @param {Entry} entry
   */
  async #enter(room, entry) {
    this.hangUp();
    this.#preparing = room;
    this.#changed();
    const media = await LocalMedia.open(this.devices);
    if (this.#preparing !== room) {
      media.stop();
      return;
    }
    this.#preparing = 0;
    this.#media = media;
    const call = new Call(this.#client, room, { stream: media.stream });
    this.#call = call;
    media.on('track', (kind) => this.#send(call, media, kind));
    media.on('unplugged', (unplugged) => this.emit('unplugged', unplugged));
    media.on('found', (kind) => this.emit('found', kind));
    call.on('change', () => this.#changed());
    call.on('news', (news) => this.emit('news', news));
    call.on('text', (text) => this.emit('text', text));
    call.on('fault', (error) => this.emit('fault', error));
    call.on('ended', (end) => this.#ended(call, end));
    this.#changed();
    await entry(call);
  }

  /**
   * @param {Call} call
   * @param {LocalMedia} media
   * @param {Kind} kind of which something else is to be sent now
   */
  async #send(call, media, kind) {
    const track = media.track(kind);
    if (kind === 'video') call.setMedia({ screen: media.sharing });
    await call.setTrack(kind, track);
    this.#changed();
  }

  /**
   * @param {Call} call
   * @param {CallEnd} end
   */
  #ended(call, end) {
    if (this.#call === call) {
      this.#call = null;
      this.#release();
    }
    this.rooms.setInCall(call.room, end.stillIn);
    this.#changed();
    this.emit('ended', end);
  }

  /** Gives the devices back. */
  #release() {
    this.#media?.stop();
    this.#media = null;
    this.#changed();
  }

  /** @param {Payload} payload */
  #receive(payload) {
    const self = this.#client.user;
    if (payload.cmd === 'webrtc_join' && payload.from === self) this.rooms.setInCall(Number(payload.to), [self]);
  }

  #changed() {
    this.emit('change', null);
  }
}
