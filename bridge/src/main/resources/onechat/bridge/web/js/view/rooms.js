import { inCall, room as roomName } from '../words.js';
import { byId, make, setText } from './element.js';

/** @typedef {import('../rooms.js').Room} Room */

/** The list of rooms, each with its call, if one is known of, and a button to call. */
export class RoomsView {
  #list = byId('rooms', HTMLUListElement);
  #none = byId('no-rooms', HTMLParagraphElement);
  /** @type {Map<number, HTMLLIElement>} */
  #entries = new Map();
  #dial;

  /** @param {(room: number) => void} dial */
  constructor(dial) {
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
    for (const room of rooms) {
      const entry = /** @type {HTMLLIElement} */ (entries.get(room.id));
      const [name, state, button] = /** @type {[Element, Element, HTMLButtonElement]} */ ([...entry.children]);
      setText(name, roomName(room.id, room.name));
      setText(state, inCall(room.inCall, self));
      setText(button, room.inCall.length > 0 ? 'Join' : 'Call');
      entry.dataset.live = String(room.inCall.length > 0);
      button.disabled = !ready;
      // Moving an element that is in its place already would take the focus from it.
      if (entry.parentElement === null) this.#list.append(entry);
    }
  }

  /** @param {number} id */
  #make(id) {
    const button = make('button', { class: 'call go' });
    button.type = 'button';
    const name = make('h2', { class: 'name' });
    name.id = `room-${id}`;
    button.setAttribute('aria-describedby', name.id);
    button.addEventListener('click', () => this.#dial(id));
    return make('li', { data: { room: String(id) } }, name, make('p', { class: 'state' }), button);
  }
}
