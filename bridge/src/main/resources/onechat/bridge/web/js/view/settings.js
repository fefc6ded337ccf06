import { byId, make, setText } from './element.js';

/**
 * @typedef {import('../attention.js').Attention} Attention
 * @typedef {import('../devices.js').ChosenDevices} ChosenDevices
 * @typedef {import('../devices.js').Kind} Kind
 * @typedef {import('../media.js').LocalMedia} LocalMedia
 * @typedef {import('../words/words.js').Words} Words
 * @typedef {{keys: boolean}} Keys whether single keys do something in a call
 */

/** The dialog for choosing devices, for notifications and for keys. */
export class SettingsView {
  #dialog = byId('settings-dialog', HTMLDialogElement);
  #microphone = byId('microphone-choice', HTMLSelectElement);
  #camera = byId('camera-choice', HTMLSelectElement);
  #speaker = byId('speaker-choice', HTMLSelectElement);
  #hint = byId('devices-hint', HTMLParagraphElement);
  #notifications = byId('notifications', HTMLButtonElement);
  #notificationsState = byId('notifications-state', HTMLParagraphElement);
  #shortcuts = byId('shortcuts', HTMLInputElement);
  #words;
  #attention;
  #chosen;
  #keys;
  /** @type {LocalMedia | null} */
  #media = null;

  /**
   * @param {object} parts
   * @param {Words} parts.words
   * @param {Attention} parts.attention
   * @param {ChosenDevices} parts.chosen
   * @param {Keys} parts.keys
   * @param {(what: Kind | 'speaker', deviceId: string) => void} parts.choose
   */
  constructor({ words, attention, chosen, keys, choose }) {
    this.#words = words;
    this.#attention = attention;
    this.#chosen = chosen;
    this.#keys = keys;
    byId('settings-close', HTMLButtonElement).addEventListener('click', () => this.#dialog.close());
    this.#microphone.addEventListener('change', () => choose('audio', this.#microphone.value));
    this.#camera.addEventListener('change', () => choose('video', this.#camera.value));
    this.#speaker.addEventListener('change', () => choose('speaker', this.#speaker.value));
    this.#notifications.addEventListener('click', async () => {
      await attention.notify(!attention.notifies);
      this.#renderNotifications();
    });
    this.#shortcuts.addEventListener('change', () => (keys.keys = this.#shortcuts.checked));
    navigator.mediaDevices?.addEventListener('devicechange', () => this.#dialog.open && this.#list());
    /** @type {HTMLElement} */ (this.#speaker.parentElement).hidden = !('setSinkId' in HTMLMediaElement.prototype);
  }

  /** @param {LocalMedia | null} media that of the call, if one is under way */
  async open(media) {
    this.#media = media;
    this.#shortcuts.checked = this.#keys.keys;
    this.#renderNotifications();
    this.#dialog.showModal();
    await this.#list();
  }

  close() {
    this.#dialog.close();
  }

  /** Shows again what may be another now, such as the language. */
  render() {
    if (!this.#dialog.open) return;
    this.#renderNotifications();
    this.#list();
  }

  #renderNotifications() {
    const { on, refused, unavailable } = this.#words.all.notifications;
    const { canNotify, notifies } = this.#attention;
    this.#notifications.disabled = !canNotify;
    this.#notifications.setAttribute('aria-pressed', String(notifies));
    setText(this.#notificationsState, notifies ? on : canNotify ? '' : this.#attention.refused ? refused : unavailable);
  }

  async #list() {
    const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    // Without a permission there is one nameless device of each kind, and nothing to choose from.
    const named = devices.filter(({ deviceId, label }) => deviceId !== '' && label !== '');
    this.#hint.hidden = named.length > 0;
    this.#fill(this.#microphone, named, 'audioinput', this.#media?.deviceId('audio') || this.#chosen.get('audio'));
    this.#fill(this.#camera, named, 'videoinput', this.#media?.deviceId('video') || this.#chosen.get('video'));
    this.#fill(this.#speaker, named, 'audiooutput', this.#chosen.get('speaker'));
  }

  /**
   * @param {HTMLSelectElement} choice
   * @param {MediaDeviceInfo[]} devices
   * @param {MediaDeviceKind} kind
   * @param {string} chosen
   */
  #fill(choice, devices, kind, chosen) {
    const usual = make('option', { text: this.#words.all.usualDevice });
    usual.value = '';
    const options = devices
      .filter((device) => device.kind === kind)
      .map(({ deviceId, label }) => {
        const option = make('option', { text: label });
        option.value = deviceId;
        return option;
      });
    choice.replaceChildren(usual, ...options);
    choice.disabled = options.length === 0;
    choice.value = options.some((option) => option.value === chosen) ? chosen : '';
  }
}
