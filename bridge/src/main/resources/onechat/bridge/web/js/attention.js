import { remember, remembered } from './memory.js';
import { Ringtone } from './ringtone.js';

const NOTIFICATIONS = 'notifications';
/** Milliseconds on and off; repeated for as long as it rings. */
const PULSE = [400, 200, 400];
const PULSE_PERIOD = 2_400;

/** Calls the person's attention to a ring: a sound, a trembling where there is one, and a notification while the page is in the background. */
export class Attention {
  #ringtone = new Ringtone();
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #pulse;
  /** @type {Notification | null} */
  #notification = null;

  /** To be called within a click or a key press: browsers let a page sound only after one. */
  unlock() {
    this.#ringtone.unlock();
  }

  /** Whether notifications can be shown at all. */
  get canNotify() {
    return 'Notification' in globalThis && Notification.permission !== 'denied';
  }

  /** Whether the person wants them, and the browser lets them be shown. */
  get notifies() {
    return this.canNotify && Notification.permission === 'granted' && remembered(NOTIFICATIONS) === 'yes';
  }

  /** Whether the browser has been told to show none. */
  get refused() {
    return 'Notification' in globalThis && Notification.permission === 'denied';
  }

  /**
   * Turns notifications on or off, within a click; the browser may ask the person.
   *
   * @param {boolean} wanted
   */
  async notify(wanted) {
    remember(NOTIFICATIONS, wanted ? 'yes' : 'no');
    if (wanted && this.canNotify) await Notification.requestPermission();
  }

  /**
   * @param {string} title who calls
   * @param {string} body where
   */
  start(title, body) {
    this.#ringtone.start();
    if (this.#pulse === undefined) {
      vibrate(PULSE);
      this.#pulse = setInterval(() => vibrate(PULSE), PULSE_PERIOD);
    }
    if (this.notifies && document.visibilityState === 'hidden' && this.#notification === null) this.#show(title, body);
  }

  stop() {
    this.#ringtone.stop();
    if (this.#pulse !== undefined) vibrate(0);
    clearInterval(this.#pulse);
    this.#pulse = undefined;
    this.#notification?.close();
    this.#notification = null;
  }

  /**
   * @param {string} title
   * @param {string} body
   */
  #show(title, body) {
    try {
      const notification = new Notification(title, { body, tag: 'onechat', requireInteraction: true });
      notification.addEventListener('click', () => {
        window.focus();
        notification.close();
      });
      this.#notification = notification;
    } catch {
      // Phones show notifications of service workers only; there the sound and the title have to do.
    }
  }
}

/** @param {VibratePattern} pattern */
function vibrate(pattern) {
  // Before the person has touched the page the browser complains instead.
  if (navigator.userActivation?.hasBeenActive ?? true) navigator.vibrate?.(pattern);
}
