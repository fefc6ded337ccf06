import { byId, make, setText } from './element.js';

/** @typedef {import('../words/words.js').Words} Words */

/** The longest chat log that is shown, in messages; the oldest go first. */
const MOST_MESSAGES = 200;
/** From this size on the chat has a place of its own beside the pictures; style.css has the same. */
const WIDE = matchMedia('(width >= 48rem) and (height >= 30rem)');

/** The texts of a call, and the line for writing one. */
export class ChatView {
  #view = byId('call-view', HTMLElement);
  #log = byId('chat-log', HTMLDivElement);
  #entries = /** @type {HTMLOListElement} */ (this.#log.firstElementChild);
  #input = byId('chat-input', HTMLInputElement);
  #send = byId('chat-send', HTMLButtonElement);
  #toggle = byId('chat-toggle', HTMLButtonElement);
  #unread = byId('unread', HTMLSpanElement);
  #unreadCount = 0;
  #words;

  /**
   * @param {Words} words
   * @param {(text: string) => void} say
   */
  constructor(words, say) {
    this.#words = words;
    byId('chat-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      const text = this.#input.value.trim();
      if (text === '' || this.#input.disabled) return;
      this.#input.value = '';
      say(text);
    });
    this.#toggle.addEventListener('click', () => {
      this.#open(!this.#isOpen);
      if (this.#isOpen) (this.#input.disabled ? this.#log : this.#input).focus();
    });
    this.#open(WIDE.matches);
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
    const name = own ? this.#words.all.page.you : this.#words.person(user);
    const entry = make('li', { data: { user: String(user), own: String(own) } });
    entry.append(make('span', { class: 'name', text: name }), ' ', make('span', { class: 'text', text }));
    this.#entries.append(entry);
    while (this.#entries.childElementCount > MOST_MESSAGES) this.#entries.firstElementChild?.remove();
    this.#log.scrollTop = this.#log.scrollHeight;
    if (!this.#isOpen) this.#countUnread(this.#unreadCount + 1);
  }

  clear() {
    this.#entries.replaceChildren();
    this.#input.value = '';
    this.#countUnread(0);
    this.#open(WIDE.matches);
  }

  get #isOpen() {
    return this.#view.dataset.chat === 'true';
  }

  /** @param {boolean} open */
  #open(open) {
    this.#view.dataset.chat = String(open);
    this.#toggle.setAttribute('aria-expanded', String(open));
    if (open) this.#countUnread(0);
    this.#log.scrollTop = this.#log.scrollHeight;
  }

  /** @param {number} count */
  #countUnread(count) {
    this.#unreadCount = count;
    this.#unread.hidden = count === 0;
    setText(this.#unread, count > 99 ? '99+' : String(count));
    this.#unread.title = count === 0 ? '' : this.#words.all.unread(count);
  }
}
