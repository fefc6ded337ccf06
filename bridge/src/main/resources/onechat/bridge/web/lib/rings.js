import { Emitter } from './emitter.js';

/**
 * @typedef {import('./client.js').Client} Client
 * @typedef {import('./connection.js').Payload} Payload
 * @typedef {{room: number, from: number, ends: number}} Ring
 * @typedef {{ring: Ring, how: 'taken elsewhere' | 'refused elsewhere' | 'missed'}} RingEnd
 */

/** How long a ring lasts whose sender doesn't say, in seconds (section 5.1). */
const USUAL_LENGTH = 60;
/** How much longer than it says a ring is kept, in milliseconds: the server ends it, this is for the case that its word is lost. */
const GRACE = 3_000;

/**
 * The rings of this device that nobody has answered yet, at most one per room, the oldest first (sections 5.1 to 5.3).
 *
 * @extends {Emitter<{change: null, ring: Ring, over: RingEnd}>}
 */
export class Rings extends Emitter {
  #client;
  /** @type {Map<number, {ring: Ring, timer: ReturnType<typeof setTimeout>}>} */
  #rings = new Map();
  /** @type {readonly Ring[]} Of before a reload, as long as it is not known which of them go on. */
  #earlier = [];

  /** @param {Client} client */
  constructor(client) {
    super();
    this.#client = client;
    client.on('message', (payload) => this.#receive(payload));
    // The server doesn't tell the device that enters that it is rung no more.
    client.on('entered', (room) => this.drop(room));
    // A session that goes on is not rung again, a new one is rung anew for the rings that go on.
    client.on('online', ({ resumed }) => (resumed ? this.#takeUp() : this.#clear()));
    client.on('ended', () => this.#clear());
  }

  /** @returns {readonly Ring[]} */
  get all() {
    return [...this.#rings.values()].map((entry) => entry.ring);
  }

  /** @param {readonly Ring[]} earlier */
  restore(earlier) {
    this.#earlier = earlier;
  }

  /**
   * @param {Ring} ring
   * @param {'busy'} [reason]
   */
  decline(ring, reason) {
    this.drop(ring.room);
    // Refused by the server only when the ring is over, lost only when the server rings anew after the next login.
    this.#client.leave(ring.room, reason).catch(() => undefined);
  }

  /** @param {number} room */
  drop(room) {
    this.#earlier = this.#earlier.filter((ring) => ring.room !== room);
    clearTimeout(this.#rings.get(room)?.timer);
    if (this.#rings.delete(room)) this.emit('change', null);
  }

  /** Everything that was missed is there, also the word of those that are over. */
  #takeUp() {
    for (const ring of this.#earlier.filter(({ room }) => !this.#rings.has(room))) this.#ring(ring);
    this.#earlier = [];
  }

  #clear() {
    this.#earlier = [];
    for (const ring of this.all) this.drop(ring.room);
  }

  /** @param {Payload} payload what doesn't concern a ring is ignored */
  #receive(payload) {
    const own = payload.from === this.#client.user;
    switch (payload.cmd) {
      case 'webrtc_create':
        this.#begin(payload);
        break;
      case 'webrtc_join':
        if (own) this.#end(payload.to, 'taken elsewhere');
        break;
      case 'webrtc_leave':
        if (payload.reason === 'ended' || (own && payload.reason === 'timeout')) this.#end(payload.to, 'missed');
        else if (own && (payload.reason === 'declined' || payload.reason === 'busy')) this.#end(payload.to, 'refused elsewhere');
        break;
    }
  }

  /** @param {Payload} payload */
  #begin({ to: room, from, expires_in: length }) {
    // The room of a ring is an addition: without it there is nothing that could be joined.
    if (!Number.isSafeInteger(room) || !Number.isSafeInteger(from)) return;
    this.#ring({ room, from, ends: Date.now() + (Number(length ?? USUAL_LENGTH) || 0) * 1_000 });
  }

  /** @param {Ring} ring */
  #ring(ring) {
    const { room, ends } = ring;
    clearTimeout(this.#rings.get(room)?.timer);
    this.#rings.set(room, { ring, timer: setTimeout(() => this.#end(room, 'missed'), ends - Date.now() + GRACE) });
    this.emit('ring', ring);
    this.emit('change', null);
  }

  /**
   * @param {number} room
   * @param {RingEnd['how']} how
   */
  #end(room, how) {
    const ring = this.#rings.get(room)?.ring ?? this.#earlier.find((one) => one.room === room);
    if (ring === undefined) return;
    this.drop(room);
    this.emit('over', { ring, how });
  }
}
