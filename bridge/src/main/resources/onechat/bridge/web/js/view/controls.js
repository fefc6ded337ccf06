import { remember, remembered } from '../memory.js';
import { byId } from './element.js';

/**
 * @typedef {import('../media.js').LocalMedia} LocalMedia
 * @typedef {{hangUp: () => void, mute: () => void, camera: () => void, screen: () => void}} Actions
 */

const KEYS = 'keys';

/** The buttons of a call, and the keys that do the same. */
export class ControlsView {
  #mute = byId('mute', HTMLButtonElement);
  #camera = byId('camera', HTMLButtonElement);
  #screen = byId('screen', HTMLButtonElement);
  #fullscreen = byId('fullscreen', HTMLButtonElement);
  #view = byId('call-view', HTMLElement);
  /** @type {Readonly<Record<string, HTMLButtonElement | undefined>>} */
  #buttons = { m: this.#mute, v: this.#camera, s: this.#screen, f: this.#fullscreen, c: byId('chat-toggle', HTMLButtonElement) };
  #keys = remembered(KEYS) !== 'no';

  /** @param {Actions} actions */
  constructor({ hangUp, mute, camera, screen }) {
    byId('hangup', HTMLButtonElement).addEventListener('click', hangUp);
    this.#mute.addEventListener('click', mute);
    this.#camera.addEventListener('click', camera);
    this.#screen.addEventListener('click', screen);
    this.#fullscreen.addEventListener('click', () => this.#toggleFullscreen());
    document.addEventListener('fullscreenchange', () => press(this.#fullscreen, document.fullscreenElement !== null));
    this.#fullscreen.hidden = !document.fullscreenEnabled;
    this.#screen.hidden = typeof navigator.mediaDevices?.getDisplayMedia !== 'function';
    document.addEventListener('keydown', (event) => this.#key(event));
  }

  /** Whether single keys do something. */
  get keys() {
    return this.#keys;
  }

  set keys(on) {
    this.#keys = on;
    remember(KEYS, on ? 'yes' : 'no');
  }

  /** @param {LocalMedia | null} media null while the devices are being asked for */
  render(media) {
    // What could not be had is asked for again by a click, unless that is of no use.
    this.#mute.disabled = media === null || media.problems.get('audio') === 'insecure';
    this.#camera.disabled = media === null || media.problems.get('video') === 'insecure';
    press(this.#mute, media !== null && !media.isOn('audio'));
    press(this.#camera, media !== null && !media.isOn('video'));
    this.#screen.disabled = media === null;
    press(this.#screen, media?.sharing ?? false);
  }

  /** After a call there is nothing to be seen in full. */
  leaveFullscreen() {
    if (document.fullscreenElement !== null) document.exitFullscreen().catch(() => undefined);
  }

  async #toggleFullscreen() {
    try {
      if (document.fullscreenElement !== null) await document.exitFullscreen();
      // The whole page, for rings and messages to be seen as well.
      else await document.documentElement.requestFullscreen();
    } catch {
      // Refused by the browser: things stay as they are.
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!this.#keys || this.#view.hidden || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
    // Somebody who writes or chooses means the letter.
    if (event.target instanceof Element && event.target.closest('input, select, textarea, dialog') !== null) return;
    const button = this.#buttons[event.key.toLowerCase()];
    if (button === undefined || button.disabled || button.hidden) return;
    event.preventDefault();
    button.click();
  }
}

/**
 * @param {HTMLButtonElement} button
 * @param {boolean} pressed
 */
function press(button, pressed) {
  button.setAttribute('aria-pressed', String(pressed));
}
