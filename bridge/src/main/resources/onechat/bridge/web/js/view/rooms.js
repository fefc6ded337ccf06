import { byId, make, setText } from './element.js';

/**
 * @typedef {import('../rooms.js').Room} Room
 * @typedef {import('../words/words.js').Words} Words
 */

/** The list of rooms, each with its call, if one is known of, who could be rung, and a button to call. */
export class RoomsView {
  #list = byId('rooms', HTMLUListElement);
  #none = byId('no-rooms', HTMLParagraphElement);
  /** @type {Map<number, HTMLLIElement>} */
  #entries = new Map();
  #words;
  #dial;

  /**
   * @param {Words} words
   * @param {(room: number) => void} dial
   */
  constructor(words, dial) {
    this.#words = words;
    this.#dial = dial;
  }

  /**
   * @param {Room[]} rooms
   * @param {number} self own user id
   * @param {boolean} ready whether one can call now
   */
  render(rooms, self, ready) {
    const entries = new Map(rooms.map((room) => [room.id, this.#entries.get(room.id) ?? this.#make(room.id)]));
    for (const [id, entry] of this.#entries) if (!entries.has(id)) entry.remove();
    this.#entries = entries;
    this.#none.hidden = rooms.length > 0 || !ready;
    for (const room of rooms) this.#renderEntry(/** @type {HTMLLIElement} */ (entries.get(room.id)), room, self, ready);
  }

  /** @returns {number[]} the rooms that are to be seen without scrolling */
  inView() {
    const seen = [...this.#entries].filter(([, entry]) => {
      const { top, bottom } = entry.getBoundingClientRect();
      return bottom > 0 && top < window.innerHeight;
    });
    return seen.map(([room]) => room);
  }

  /**
   * @param {HTMLLIElement} entry
   * @param {Room} room
   * @param {number} self
   * @param {boolean} ready
   */
  #renderEntry(entry, { id, name, inCall, online }, self, ready) {
    const live = inCall.length > 0;
    const parts = /** @type {unknown} */ ([...entry.querySelectorAll('h2, p, button')]);
    const [title, state, reachable, button] = /** @type {[Element, Element, HTMLElement, HTMLButtonElement]} */ (parts);
    setText(title, this.#words.room(id, name));
    setText(state, live ? this.#words.inCall(inCall, self) : '');
    setText(reachable, online === null ? '' : online.length === 0 ? this.#words.all.nobodyOnline : this.#words.all.online(this.#words.people(online)));
    reachable.dataset.any = String((online?.length ?? 0) > 0);
    setText(button, live ? this.#words.all.joinRoom : this.#words.all.callRoom);
    entry.dataset.live = String(live);
    button.disabled = !ready;
    // Moving an element that is in its place already would take the focus from it.
    if (entry.parentElement === null) this.#list.append(entry);
  }

  /** @param {number} id */
  #make(id) {
    const button = make('button', { class: 'call go' });
    button.type = 'button';
    const name = make('h2', { class: 'name' });
    name.id = `room-${id}`;
    button.setAttribute('aria-describedby', name.id);
    button.addEventListener('click', () => this.#dial(id));
    const about = make('div', { class: 'about' }, name, make('p', { class: 'state' }), make('p', { class: 'online' }));
    return make('li', { data: { room: String(id) } }, about, button);
  }
}
