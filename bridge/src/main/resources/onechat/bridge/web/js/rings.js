/**
 * @typedef {import('./signaling.js').Payload} Payload
 * @typedef {{room: number, from: number}} Ring somebody calls a room that one is a member of
 * @typedef {{ring: Ring, how: 'taken elsewhere' | 'refused elsewhere' | 'missed'}} RingEnd
 */

/** How long a ring lasts whose sender doesn't say, in seconds (section 5.1). */
const USUAL_LENGTH = 60;
/** How much longer than it says a ring is kept, in milliseconds: the server ends it, this is for the case that its word is lost. */
const GRACE = 3_000;

/**
 * The rings of this device that nobody has answered yet, at most one per room, the oldest first (sections 5.1 to 5.3).
 *
 * Events: `change`, `over` (detail: RingEnd) when a ring ended by something else than `drop`.
 */
export class Rings extends EventTarget {
  /** @type {Map<number, {ring: Ring, timer: ReturnType<typeof setTimeout>}>} */
  #rings = new Map();

  /** @returns {Ring[]} */
  get all() {
    return [...this.#rings.values()].map((entry) => entry.ring);
  }

  /**
   * Takes a payload that the server sent; what doesn't concern a ring is ignored.
   *
   * @param {Payload} payload
   * @param {number} self own user id
   */
  receive(payload, self) {
    switch (payload.cmd) {
      case 'webrtc_create':
        this.#begin(payload);
        break;
      case 'webrtc_join':
        if (payload.from === self) this.#end(payload.to, 'taken elsewhere');
        break;
      case 'webrtc_leave':
        if (payload.reason === 'ended' || (payload.from === self && payload.reason === 'timeout')) {
          this.#end(payload.to, 'missed');
        } else if (payload.from === self && (payload.reason === 'declined' || payload.reason === 'busy')) {
          this.#end(payload.to, 'refused elsewhere');
        }
        break;
    }
  }

  /**
   * Forgets the ring of a room, as the person has answered it here.
   *
   * @param {number} room
   */
  drop(room) {
    clearTimeout(this.#rings.get(room)?.timer);
    if (this.#rings.delete(room)) this.#changed();
  }

  /** Forgets all rings: after a login the server rings anew for those that go on. */
  clear() {
    for (const ring of this.all) this.drop(ring.room);
  }

  /** @param {Payload} payload */
  #begin(payload) {
    const room = payload.to;
    // The room of a ring is an addition: without it there is nothing that could be joined.
    if (!Number.isSafeInteger(room) || !Number.isSafeInteger(payload.from)) return;
    clearTimeout(this.#rings.get(room)?.timer);
    const seconds = Number(payload.expires_in ?? USUAL_LENGTH) || 0;
    const timer = setTimeout(() => this.#end(room, 'missed'), seconds * 1_000 + GRACE);
    this.#rings.set(room, { ring: { room, from: payload.from }, timer });
    this.#changed();
  }

  /**
   * @param {number} room
   * @param {RingEnd['how']} how
   */
  #end(room, how) {
    const ring = this.#rings.get(room)?.ring;
    if (ring === undefined) return;
    this.drop(room);
    this.dispatchEvent(new CustomEvent('over', { detail: { ring, how } }));
  }

  #changed() {
    this.dispatchEvent(new CustomEvent('change'));
  }
}
