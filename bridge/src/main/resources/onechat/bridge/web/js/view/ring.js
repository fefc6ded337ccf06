import { byId, setText } from './element.js';

/**
 * @typedef {import('../../onechat.js').Ring} Ring
 * @typedef {import('../words/words.js').Words} Words
 */

/** The dialog for a ring: in front of everything while one is free, a small notice within a call. */
export class RingView {
  #dialog = byId('ring', HTMLDialogElement);
  #avatar = byId('ring-avatar', HTMLSpanElement);
  #title = byId('ring-title', HTMLHeadingElement);
  #where = byId('ring-where', HTMLParagraphElement);
  #more = byId('ring-more', HTMLParagraphElement);
  #said = byId('ring-said', HTMLParagraphElement);
  #accept = byId('accept', HTMLButtonElement);
  #decline = byId('decline', HTMLButtonElement);
  /** @type {Ring | null} */
  #ring = null;
  #small = false;
  #words;

  /**
   * @param {Words} words
   * @param {object} actions
   * @param {(ring: Ring) => void} actions.accept
   * @param {(ring: Ring) => void} actions.refuse
   */
  constructor(words, { accept, refuse }) {
    this.#words = words;
    this.#accept.addEventListener('click', () => this.#ring && accept(this.#ring));
    this.#decline.addEventListener('click', () => this.#ring && refuse(this.#ring));
    // Escape and a phone's back gesture are no answer: the ring goes on until it is accepted or declined.
    this.#dialog.addEventListener('keydown', (event) => event.key === 'Escape' && event.preventDefault());
    this.#dialog.addEventListener('cancel', (event) => event.preventDefault());
    this.#dialog.addEventListener('close', () => this.#ring && !this.#dialog.open && this.#open());
  }

  /**
   * @param {readonly Ring[]} rings those to be answered, the next one first
   * @param {string} where the name of the first one's room
   * @param {boolean} inCall whether one is in a call already
   */
  render(rings, where, inCall) {
    const [ring = null] = rings;
    const changed = ring?.room !== this.#ring?.room || inCall !== this.#small;
    this.#ring = ring;
    this.#small = inCall;
    if (ring === null) {
      this.#dialog.close();
      setText(this.#said, '');
      delete this.#dialog.dataset.room;
      return;
    }
    const { all } = this.#words;
    setText(this.#avatar, this.#words.initial(ring.from));
    setText(this.#title, all.isCalling(this.#words.person(ring.from)));
    setText(this.#where, where);
    // A dialog that takes the focus is read out by itself.
    setText(this.#said, inCall ? this.#title.textContent ?? '' : '');
    this.#more.hidden = rings.length === 1;
    setText(this.#more, rings.length === 1 ? '' : all.moreRings(rings.length - 1));
    this.#label(this.#accept, inCall ? all.hangUpAndAnswer : all.accept);
    this.#label(this.#decline, inCall ? all.busyAnswer : all.decline);
    this.#dialog.dataset.room = String(ring.room);
    this.#dialog.dataset.small = String(inCall);
    if (changed || !this.#dialog.open) this.#open();
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {string} text
   */
  #label(button, text) {
    setText(/** @type {Element} */ (button.lastElementChild), text);
  }

  #open() {
    this.#dialog.close();
    // Within a call the focus stays where it is: somebody may be typing, and a key must not answer the ring.
    if (this.#small) this.#dialog.setAttribute('open', '');
    else this.#dialog.showModal();
  }
}
