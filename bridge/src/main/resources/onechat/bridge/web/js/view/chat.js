import { person } from '../words.js';
import { byId, make } from './element.js';

/** The longest chat log that is shown, in messages; the oldest go first. */
const MOST_MESSAGES = 200;

/** The texts of a call, and the line for writing one. */
export class ChatView {
  #log = byId('chat-log', HTMLDivElement);
  #entries = /** @type {HTMLOListElement} */ (this.#log.firstElementChild);
  #input = byId('chat-input', HTMLInputElement);
  #send = byId('chat-send', HTMLButtonElement);

  /** @param {(text: string) => void} say */
  constructor(say) {
    byId('chat-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      const text = this.#input.value.trim();
      if (text === '' || this.#input.disabled) return;
      this.#input.value = '';
      say(text);
    });
  }

  /** @param {boolean} possible whether a text would reach anyone now */
  enable(possible) {
    this.#input.disabled = !possible;
    this.#send.disabled = !possible;
  }

  /**
   * @param {{user: number, text: string}} message
   * @param {number} self own user id
   */
  add({ user, text }, self) {
    const own = user === self;
    const entry = make('li', { data: { user: String(user), own: String(own) } });
    entry.append(make('span', { class: 'name', text: own ? 'You' : person(user) }), ' ', make('span', { class: 'text', text }));
    this.#entries.append(entry);
    while (this.#entries.childElementCount > MOST_MESSAGES) this.#entries.firstElementChild?.remove();
    this.#log.scrollTop = this.#log.scrollHeight;
  }

  clear() {
    this.#entries.replaceChildren();
    this.#input.value = '';
  }
}
