import { Ear } from './ear.js';

/**
 * @typedef {import('../onechat.js').Call} Call
 * @typedef {import('../onechat.js').Quality} Quality
 */

/** How often loudness and quality are looked at, in milliseconds. A look hears 20 ms: were half a second a multiple of it, it would miss a regular sound each time. */
const LOUDNESS_PERIOD = 130;
const QUALITY_PERIOD = 2_000;
/** From which loudness on somebody speaks, from 0 to 1, and how long the mark stays after it, in milliseconds: speech has gaps. */
const SPEAKS = 0.02;
const STAYS = 800;

/** Who is speaking, and how well each connection does, while a call goes on. */
export class Meters {
  #changed;
  /** @type {Map<number, number>} When each was last heard. */
  #heard = new Map();
  /** @type {Map<number, Quality>} */
  #quality = new Map();
  /** @type {ReturnType<typeof setInterval>[]} */
  #timers = [];
  #ear = new Ear();

  /** @param {() => void} changed called when what is shown is another */
  constructor(changed) {
    this.#changed = changed;
  }

  /**
   * @param {Call} call
   * @param {number} self own user id
   */
  start(call, self) {
    this.stop();
    this.#timers = [
      setInterval(() => this.#listen(call, self), LOUDNESS_PERIOD),
      setInterval(() => this.#look(call), QUALITY_PERIOD),
    ];
  }

  stop() {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    this.#heard.clear();
    this.#quality.clear();
    this.#ear.listenTo(null);
  }

  /** @param {MediaStreamTrack | null} track own microphone */
  ownTrack(track) {
    this.#ear.listenTo(track);
  }

  /** To be called within a click or a key press: browsers let a page work with sound only after one. */
  unlock() {
    this.#ear.unlock();
  }

  /** @param {number} user */
  speaks(user) {
    return this.#heard.has(user);
  }

  /**
   * @param {number} user
   * @returns {Quality}
   */
  quality(user) {
    return this.#quality.get(user) ?? 'unknown';
  }

  /**
   * @param {Call} call
   * @param {number} self
   */
  #listen(call, self) {
    const now = performance.now();
    const before = [...this.#heard.keys()].join();
    for (const { user, level } of call.participants) if (level >= SPEAKS) this.#heard.set(user, now);
    if (this.#ear.level >= SPEAKS) this.#heard.set(self, now);
    for (const [user, when] of this.#heard) if (now - when > STAYS) this.#heard.delete(user);
    if ([...this.#heard.keys()].join() !== before) this.#changed();
  }

  /** @param {Call} call */
  async #look(call) {
    const before = [...this.#quality].join();
    // Refused for a connection that is gone meanwhile.
    const stats = await Promise.allSettled(call.participants.map((one) => one.stats()));
    for (const one of stats) if (one.status === 'fulfilled') this.#quality.set(one.value.user, one.value.quality);
    if ([...this.#quality].join() !== before) this.#changed();
  }
}
