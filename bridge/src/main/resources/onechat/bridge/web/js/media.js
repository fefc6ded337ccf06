/**
 * @typedef {'refused' | 'missing' | 'busy' | 'insecure'} Problem why a camera or a microphone can't be had: not allowed, not there, not
 *     working or used by another program, or asked for on a page without TLS
 * @typedef {'audio' | 'video'} Kind
 */

/** Modest on purpose: every participant sends its picture to each of the others. */
const PICTURE = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { max: 30 } };

/**
 * The person's own microphone and camera during one call.
 *
 * What can't be had is left out, and `problems` says why: one can take part without a camera, without a microphone, and without both.
 */
export class LocalMedia {
  /** @type {Map<Kind, Problem>} */
  problems = new Map();
  stream = new MediaStream();

  /**
   * Asks for microphone and camera: both at once, for a single prompt, then what is left of them.
   *
   * @returns {Promise<LocalMedia>} never rejected
   */
  static async open() {
    const media = new LocalMedia();
    const problem = await media.#ask(['audio', 'video']);
    if (problem === null) return media;
    for (const kind of /** @type {Kind[]} */ (['audio', 'video'])) {
      const single = (await mayAskAlone(kind, problem)) ? await media.#ask([kind]) : problem;
      if (single !== null) media.problems.set(kind, single);
    }
    return media;
  }

  /** @param {Kind} kind */
  has(kind) {
    return this.#tracks(kind).length > 0;
  }

  /**
   * Whether others hear or see what this device records.
   *
   * @param {Kind} kind
   */
  isOn(kind) {
    return this.#tracks(kind).some((track) => track.enabled);
  }

  /**
   * @param {Kind} kind
   * @param {boolean} on
   */
  turn(kind, on) {
    for (const track of this.#tracks(kind)) track.enabled = on;
  }

  /** Gives the devices back. */
  stop() {
    for (const track of this.stream.getTracks()) track.stop();
  }

  /** @param {Kind} kind */
  #tracks(kind) {
    return this.stream.getTracks().filter((track) => track.kind === kind);
  }

  /**
   * @param {Kind[]} kinds
   * @returns {Promise<Problem | null>}
   */
  async #ask(kinds) {
    if (navigator.mediaDevices === undefined) return 'insecure';
    try {
      const got = await navigator.mediaDevices.getUserMedia({
        audio: kinds.includes('audio'),
        video: kinds.includes('video') ? PICTURE : false,
      });
      for (const track of got.getTracks()) this.stream.addTrack(track);
      return null;
    } catch (error) {
      return problemOf(error);
    }
  }
}

/**
 * @param {unknown} error of getUserMedia
 * @returns {Problem}
 */
function problemOf(error) {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'refused';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    default:
      return 'busy';
  }
}

/**
 * Whether to ask for one kind after both together could not be had. A person who has just said no is not asked again.
 *
 * @param {Kind} kind
 * @param {Problem} problem
 */
async function mayAskAlone(kind, problem) {
  if (problem === 'insecure') return false;
  if (problem !== 'refused') return true;
  const name = /** @type {PermissionName} */ (kind === 'audio' ? 'microphone' : 'camera');
  try {
    return (await navigator.permissions.query({ name })).state === 'granted';
  } catch {
    // A browser that doesn't tell would prompt again.
    return false;
  }
}
