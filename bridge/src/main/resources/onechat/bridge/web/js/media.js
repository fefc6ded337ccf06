import { Emitter } from '../lib/emitter.js';
import { mayAskAlone, problemOf } from './devices.js';

/**
 * @typedef {import('./devices.js').ChosenDevices} ChosenDevices
 * @typedef {import('./devices.js').Kind} Kind
 * @typedef {import('./devices.js').Problem} Problem
 * @typedef {{kind: Kind, by: MediaStreamTrack | null}} Unplugged what is gone, and what is used in its place
 */

/** Modest on purpose: every participant sends its picture to each of the others. */
const PICTURE = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { max: 30 } };
/** Enough for a text that scrolls. */
const SCREEN = { video: { frameRate: { max: 15 } } };
/** @type {readonly Kind[]} */
const KINDS = ['audio', 'video'];

/**
 * The person's own microphone, camera and screen during one call.
 *
 * What can't be had is left out, and `problems` says why: one can take part without a camera, without a microphone, and without both. A camera that
 * is turned off is given back, so that its light goes out; a microphone only falls silent, so that nothing is cut off when it comes on.
 *
 * Events: `track` (what is sent of that kind is another now), `unplugged` (a device is gone, and another one was looked for), `found` (one that
 * was missing has come).
 *
 * @extends {Emitter<{track: Kind, unplugged: Unplugged, found: Kind}>}
 */
export class LocalMedia extends Emitter {
  /** @type {Map<Kind, Problem>} */
  problems = new Map();
  /** @type {Map<Kind, MediaStreamTrack>} */
  #tracks = new Map();
  /** @type {MediaStreamTrack | null} */
  #screen = null;
  #chosen;
  /** @type {Set<Kind>} What the person has turned off. */
  #off = new Set();
  #stopped = false;
  #lookAgain = () => void this.#lookForMissing();

  /** @param {ChosenDevices} chosen */
  constructor(chosen) {
    super();
    this.#chosen = chosen;
    navigator.mediaDevices?.addEventListener('devicechange', this.#lookAgain);
  }

  /**
   * Asks for microphone and camera: both at once, for a single prompt, then what is left of them.
   *
   * @param {ChosenDevices} chosen
   * @returns {Promise<LocalMedia>} never rejected
   */
  static async open(chosen) {
    const media = new LocalMedia(chosen);
    const problem = await media.#ask(KINDS);
    if (problem === null) return media;
    for (const kind of KINDS) {
      const single = (await mayAskAlone(kind, problem)) ? await media.#ask([kind]) : problem;
      if (single !== null) media.problems.set(kind, single);
    }
    return media;
  }

  /** What is sent at first: microphone and camera. */
  get stream() {
    return new MediaStream([...this.#tracks.values()]);
  }

  /** Whether the picture is the screen. */
  get sharing() {
    return this.#screen !== null;
  }

  /**
   * What is sent of a kind: a shared screen takes the place of the camera.
   *
   * @param {Kind} kind
   * @returns {MediaStreamTrack | null}
   */
  track(kind) {
    return (kind === 'video' ? this.#screen : null) ?? this.#tracks.get(kind) ?? null;
  }

  /**
   * Whether there is a device of that kind, be it off.
   *
   * @param {Kind} kind
   */
  has(kind) {
    return this.#tracks.has(kind) || this.#off.has(kind);
  }

  /**
   * Whether the device records.
   *
   * @param {Kind} kind
   */
  isOn(kind) {
    return this.#tracks.get(kind)?.enabled ?? false;
  }

  /**
   * @param {Kind} kind
   * @param {boolean} on
   * @returns {Promise<Problem | null>} why it could not be turned on
   */
  async turn(kind, on) {
    const track = this.#tracks.get(kind);
    if (!on) this.#off.add(kind);
    else this.#off.delete(kind);
    if (on && track === undefined) return this.#askAgain(kind);
    if (kind === 'video') this.#drop(kind);
    else if (track !== undefined) track.enabled = on;
    this.emit('track', kind);
    return null;
  }

  /**
   * Takes another device into use.
   *
   * @param {Kind} kind
   * @param {string} deviceId empty to let the browser choose
   * @returns {Promise<Problem | null>} why it can't be used
   */
  async choose(kind, deviceId) {
    this.#chosen.set(kind, deviceId);
    if (this.#off.has(kind) && !this.#tracks.has(kind)) return null;
    // Some cameras can't be opened twice, and some phones have one camera open at a time.
    this.#drop(kind);
    const problem = await this.#askAgain(kind);
    if (problem !== null) this.emit('track', kind);
    return problem;
  }

  /**
   * The device of a kind that is in use; empty for none.
   *
   * @param {Kind} kind
   */
  deviceId(kind) {
    return this.#tracks.get(kind)?.getSettings().deviceId ?? '';
  }

  /**
   * Shows the screen in place of the camera, until it is stopped here or in the browser.
   *
   * @returns {Promise<boolean>} false where the person or the browser said no
   */
  async share() {
    let screen;
    try {
      [screen] = (await navigator.mediaDevices.getDisplayMedia(SCREEN)).getVideoTracks();
    } catch {
      return false;
    }
    if (this.#stopped) {
      screen.stop();
      return true;
    }
    this.#screen?.stop();
    this.#screen = screen;
    screen.contentHint = 'detail';
    screen.addEventListener('ended', () => screen === this.#screen && this.unshare());
    this.emit('track', 'video');
    return true;
  }

  unshare() {
    this.#screen?.stop();
    this.#screen = null;
    this.emit('track', 'video');
  }

  /** Gives the devices back. */
  stop() {
    this.#stopped = true;
    navigator.mediaDevices?.removeEventListener('devicechange', this.#lookAgain);
    for (const track of [...this.#tracks.values(), this.#screen]) track?.stop();
    this.#tracks.clear();
    this.#screen = null;
  }

  /** @param {Kind} kind */
  #drop(kind) {
    this.#tracks.get(kind)?.stop();
    this.#tracks.delete(kind);
  }

  /** @param {Kind} kind */
  async #askAgain(kind) {
    const problem = await this.#ask([kind]);
    if (problem !== null) this.problems.set(kind, problem);
    return problem;
  }

  /**
   * @param {readonly Kind[]} kinds
   * @param {boolean} [whichever] in place of those that the person has chosen
   * @returns {Promise<Problem | null>}
   */
  async #ask(kinds, whichever = false) {
    if (navigator.mediaDevices === undefined) return 'insecure';
    /** @param {Kind} kind */
    const wish = (kind) => (whichever ? {} : this.#wish(kind));
    try {
      const got = await navigator.mediaDevices.getUserMedia({
        audio: kinds.includes('audio') && wish('audio'),
        video: kinds.includes('video') && { ...PICTURE, ...wish('video') },
      });
      for (const track of got.getTracks()) this.#keep(track);
      return null;
    } catch (error) {
      // One that was unplugged since gives way to another.
      if (!whichever && error instanceof Error && error.name === 'OverconstrainedError') return this.#ask(kinds, true);
      return problemOf(error);
    }
  }

  /**
   * @param {Kind} kind
   * @returns {MediaTrackConstraints}
   */
  #wish(kind) {
    const deviceId = this.#chosen.get(kind);
    // A mere `ideal` is no choice to Chromium, which takes its usual device then.
    return deviceId === '' ? {} : { deviceId: { exact: deviceId } };
  }

  /** @param {MediaStreamTrack} track */
  #keep(track) {
    const kind = /** @type {Kind} */ (track.kind);
    // Turned off again, or hung up, while the browser was asking.
    if (this.#stopped || (kind === 'video' && this.#off.has(kind))) {
      track.stop();
      return;
    }
    this.#drop(kind);
    track.enabled = !this.#off.has(kind);
    this.#tracks.set(kind, track);
    this.problems.delete(kind);
    track.addEventListener('ended', () => this.#unplugged(kind, track));
    this.emit('track', kind);
  }

  /**
   * @param {Kind} kind
   * @param {MediaStreamTrack} track
   */
  async #unplugged(kind, track) {
    if (this.#tracks.get(kind) !== track) return;
    this.#drop(kind);
    this.#chosen.set(kind, '');
    this.emit('track', kind);
    await this.#askAgain(kind);
    if (!this.#stopped) this.emit('unplugged', { kind, by: this.#tracks.get(kind) ?? null });
  }

  /** A device was plugged in or out. */
  async #lookForMissing() {
    for (const kind of KINDS) {
      if (this.problems.get(kind) !== 'missing') continue;
      if ((await this.#ask([kind])) === null && !this.#stopped) this.emit('found', kind);
    }
  }
}
