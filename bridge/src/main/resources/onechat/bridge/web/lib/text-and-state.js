/**
 * @typedef {{audio: boolean, video: boolean, screen: boolean}} MediaState what a participant gives: sound, a picture, a picture that is a screen
 * @typedef {(label: string, options?: RTCDataChannelInit) => RTCDataChannel} Opener
 * @typedef {object} Listener
 * @property {() => void} changed whether texts get through is another now
 * @property {(text: string) => void} text a text has come
 * @property {(state: MediaState) => void} media the other side has said what it gives
 * @property {() => void} opened what this side gives can be told now
 */

const TEXT = 'chat';
const STATE = 'media';
/** The id that both sides give the channel of their own accord, so that no client which doesn't know of it is asked to open it. */
const STATE_ID = 1000;
/** The longest text that is taken, in UTF-16 units; what is longer is cut. */
const LONGEST_TEXT = 4_000;

/**
 * The data channels with one participant: texts, and what each side gives at the moment.
 *
 * The channel for texts is opened by whoever offers first, and every client can have one. What a side gives stands in the extra member `media`
 * of its offers and answers; whoever has seen one from the other side tells of changes over a second channel.
 */
export class TextAndState {
  #listener;
  /** @type {RTCDataChannel | null} */
  #text = null;
  /** @type {RTCDataChannel | null} */
  #state = null;

  /** @param {Listener} listener */
  constructor(listener) {
    this.#listener = listener;
  }

  /** Whether a text would reach the participant. */
  get isOpen() {
    return this.#text?.readyState === 'open';
  }

  /** @param {Opener} opener */
  open(opener) {
    this.adopt(opener(TEXT));
  }

  /** @param {Opener} opener */
  openState(opener) {
    if (this.#state !== null) return;
    const channel = opener(STATE, { negotiated: true, id: STATE_ID });
    this.#state = channel;
    channel.addEventListener('open', () => this.#listener.opened());
    channel.addEventListener('message', ({ data }) => {
      const state = parse(data);
      if (this.isAddition(state)) this.#listener.media(state);
    });
  }

  /** @param {RTCDataChannel} channel that the other side has opened */
  adopt(channel) {
    if (channel.label !== TEXT) return;
    // Should both sides have opened one, texts go over the own one and are heard on both.
    this.#text ??= channel;
    channel.addEventListener('open', () => this.#listener.changed());
    channel.addEventListener('close', () => this.#listener.changed());
    channel.addEventListener('message', ({ data }) => {
      if (typeof data === 'string') this.#listener.text(data.slice(0, LONGEST_TEXT));
    });
  }

  /** @param {string} text */
  say(text) {
    if (this.isOpen) this.#text?.send(text);
  }

  /** @param {MediaState} state of this side */
  tell(state) {
    if (this.#state?.readyState === 'open') this.#state.send(JSON.stringify(state));
  }

  /**
   * Whether something that came from elsewhere is a media state.
   *
   * @param {any} value
   * @returns {value is MediaState}
   */
  isAddition(value) {
    return ['audio', 'video', 'screen'].every((member) => typeof value?.[member] === 'boolean');
  }
}

/** @param {unknown} text */
function parse(text) {
  try {
    return typeof text === 'string' ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
