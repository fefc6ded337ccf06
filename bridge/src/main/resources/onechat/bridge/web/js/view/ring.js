import { person } from '../words.js';
import { byId, setText } from './element.js';

/** @typedef {import('../rings.js').Ring} Ring */

/** The dialog for a ring: in front of everything while one is free, a small notice within a call. */
export class RingView {
  #dialog = byId('ring', HTMLDialogElement);
  #title = byId('ring-title', HTMLHeadingElement);
  #where = byId('ring-where', HTMLParagraphElement);
  #accept = byId('accept', HTMLButtonElement);
  #decline = byId('decline', HTMLButtonElement);
  /** @type {Ring | null} */
  #ring = null;
  #small = false;

  /**
   * @param {object} actions
   * @param {(ring: Ring) => void} actions.accept
   * @param {(ring: Ring) => void} actions.refuse
   */
  constructor({ accept, refuse }) {
    this.#accept.addEventListener('click', () => this.#ring && accept(this.#ring));
    this.#decline.addEventListener('click', () => this.#ring && refuse(this.#ring));
    // Escape and a phone's back gesture are no answer: the ring goes on until it is accepted or declined.
    this.#dialog.addEventListener('keydown', (event) => event.key === 'Escape' && event.preventDefault());
    this.#dialog.addEventListener('cancel', (event) => event.preventDefault());
    this.#dialog.addEventListener('close', () => this.#ring && !this.#dialog.open && this.#open());
  }

  /**
   * @param {Ring | null} ring null for none
   * @param {string} where the room's name
   * @param {boolean} inCall whether one is in a call already
   */
  render(ring, where, inCall) {
    const changed = ring?.room !== this.#ring?.room || inCall !== this.#small;
    this.#ring = ring;
    this.#small = inCall;
    if (ring === null) {
      this.#dialog.close();
      delete this.#dialog.dataset.room;
      return;
    }
    setText(this.#title, `${person(ring.from)} is calling`);
    setText(this.#where, where);
    setText(this.#accept, inCall ? 'Hang up and answer' : 'Accept');
    setText(this.#decline, inCall ? 'Busy' : 'Decline');
    this.#dialog.dataset.room = String(ring.room);
    this.#dialog.dataset.small = String(inCall);
    if (changed || !this.#dialog.open) this.#open();
  }

  #open() {
    this.#dialog.close();
    // Within a call the focus stays where it is: somebody may be typing, and a key must not answer the ring.
    if (this.#small) this.#dialog.setAttribute('open', '');
    else this.#dialog.showModal();
  }
}
