import { Call } from './call.js';
import { Rings } from './rings.js';
import { Rooms } from './rooms.js';

/**
 * @typedef {import('./call.js').Ending} Ending
 * @typedef {import('./call.js').Entry} Entry
 * @typedef {import('./rings.js').Ring} Ring
 * @typedef {import('./session.js').Session} Session
 * @typedef {import('./signaling.js').Payload} Payload
 */

/**
 * What a person does with a phone: call a room, accept or refuse a ring, hang up. It keeps the one call that this device takes part in
 * at a time, and hands what the server sends to that call and to the rings.
 *
 * Events: `change` (call or rings are others now), and the call's own `news`, `chat`, `fault` and `ended`.
 */
export class Phone extends EventTarget {
  #session;
  #rings = new Rings();
  /** @type {Call | null} */
  #call = null;

  rooms = new Rooms();

  /** @param {Session} session */
  constructor(session) {
    super();
    this.#session = session;
    session.addEventListener('ready', (event) => this.#ready(/** @type {CustomEvent} */ (event).detail.resumed));
    session.addEventListener('lost', () => this.#call?.lost());
    session.addEventListener('ended', () => this.hangUp());
    session.addEventListener('message', (event) => this.#receive(/** @type {CustomEvent} */ (event).detail));
    this.#rings.addEventListener('change', () => this.#changed());
    this.#rings.addEventListener('over', (event) => this.#forward(event));
  }

  get call() {
    return this.#call;
  }

  /**
   * The ring to be answered next. That of the room whose call one is entering is none: it is being answered.
   *
   * @returns {Ring | null}
   */
  get ring() {
    return this.#rings.all.find((ring) => ring.room !== this.#call?.room) ?? null;
  }

  /**
   * Calls a room. Where a call is known of it is joined without ringing anyone again; should it be over, it is begun anew.
   *
   * @param {number} room
   */
  dial(room) {
    if (this.rooms.inCall(room).length > 0) this.#enter(room, 'webrtc_join', 'webrtc_create');
    else this.#enter(room, 'webrtc_create', null);
  }

  /**
   * Answers a ring; a call that one is in is hung up for it.
   *
   * @param {Ring} ring
   */
  accept(ring) {
    this.#rings.drop(ring.room);
    this.#enter(ring.room, 'webrtc_join', null);
  }

  /**
   * Refuses a ring, on all devices of the person (section 5.3): busy within a call, else declined.
   *
   * @param {Ring} ring
   */
  refuse(ring) {
    const members = this.#call === null ? { to: ring.room } : { to: ring.room, reason: 'busy' };
    this.#rings.drop(ring.room);
    // Refused by the server only when the ring is over, lost only when the server rings anew after the next login.
    this.#session.request('webrtc_leave', members).catch(() => undefined);
  }

  /** Leaves the call, if there is one. */
  hangUp() {
    this.#call?.hangUp();
  }

  /** Hangs up and forgets what the server has told, before or after a logout. */
  reset() {
    this.hangUp();
    this.#rings.clear();
    this.rooms.load([]);
  }

  /**
   * @param {number} room
   * @param {Entry} cmd
   * @param {Entry | null} otherwise
   */
  #enter(room, cmd, otherwise) {
    this.hangUp();
    const call = new Call({ session: this.#session, room, cmd, otherwise });
    this.#call = call;
    call.addEventListener('change', () => this.#changed());
    for (const type of ['news', 'chat', 'fault']) call.addEventListener(type, (event) => this.#forward(event));
    call.addEventListener('ended', (event) => this.#ended(call, /** @type {CustomEvent} */ (event).detail));
    this.#changed();
    this.#await(call, call.enter());
  }

  /**
   * @param {Call} call
   * @param {Ending} ending
   */
  #ended(call, ending) {
    if (this.#call === call) this.#call = null;
    this.rooms.setInCall(call.room, ending.stillIn);
    this.#changed();
    this.dispatchEvent(new CustomEvent('ended', { detail: ending }));
  }

  /** @param {boolean} resumed */
  #ready(resumed) {
    if (resumed) return;
    this.#rings.clear();
    this.rooms.load(this.#session.rooms);
    if (this.#call !== null) this.#await(this.#call, this.#call.rejoin());
  }

  /**
   * @param {Call} call
   * @param {Promise<void>} entering
   */
  async #await(call, entering) {
    await entering;
    // Who has entered is not rung any more, and the server doesn't say so to the device that entered.
    if (call.phase === 'in') this.#rings.drop(call.room);
  }

  /** @param {Payload} payload */
  #receive(payload) {
    const self = this.#session.user;
    this.#rings.receive(payload, self);
    if (payload.cmd === 'webrtc_join' && payload.from === self) this.rooms.setInCall(payload.to, [self]);
    this.#call?.receive(payload);
  }

  /** @param {Event} event */
  #forward(event) {
    this.dispatchEvent(new CustomEvent(event.type, { detail: /** @type {CustomEvent} */ (event).detail }));
  }

  #changed() {
    this.dispatchEvent(new CustomEvent('change'));
  }
}
