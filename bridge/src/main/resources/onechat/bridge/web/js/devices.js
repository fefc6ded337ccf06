import { remember, remembered } from './memory.js';

/**
 * @typedef {'audio' | 'video'} Kind of what is sent
 * @typedef {'refused' | 'missing' | 'busy' | 'insecure'} Problem why a camera or a microphone can't be had: not allowed, not there, not
 *     working or used by another program, or asked for on a page without TLS
 */

const DEVICES = 'devices';

/** The devices that the person has chosen, for all calls: `audio` and `video` for what is sent, `speaker` for what is heard. */
export class ChosenDevices {
  /** @type {Map<Kind | 'speaker', string>} */
  #ids;

  constructor() {
    this.#ids = new Map(/** @type {[Kind | 'speaker', string][]} */ (parse(remembered(DEVICES))));
  }

  /**
   * @param {Kind | 'speaker'} what
   * @returns {string} its device id; empty where the browser chooses
   */
  get(what) {
    return this.#ids.get(what) ?? '';
  }

  /**
   * @param {Kind | 'speaker'} what
   * @param {string} id empty to let the browser choose
   */
  set(what, id) {
    this.#ids.set(what, id);
    remember(DEVICES, JSON.stringify([...this.#ids]));
  }
}

/**
 * @param {unknown} error of getUserMedia
 * @returns {Problem}
 */
export function problemOf(error) {
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
export async function mayAskAlone(kind, problem) {
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

/**
 * @param {string | null} text
 * @returns {unknown[]}
 */
function parse(text) {
  try {
    const value = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter((entry) => Array.isArray(entry) && typeof entry[1] === 'string') : [];
  } catch {
    return [];
  }
}
