/**
 * @typedef {import('./session.js').RoomEntry} RoomEntry
 * @typedef {{id: number, name: string, inCall: number[]}} Room `inCall`: users known to be in the room's call; empty where none is known of
 */

/**
 * The person's rooms, and what this device knows of the calls in them.
 *
 * That knowledge is as of the last login, and of what was heard since: the server tells of a call only those who take part or are rung, so a call
 * named here may be over. Dispatches `change`.
 */
export class Rooms extends EventTarget {
  /** @type {Map<number, Room>} */
  #rooms = new Map();

  /** @returns {Room[]} in the server's order */
  get all() {
    return [...this.#rooms.values()];
  }

  /** @param {RoomEntry[]} entries as the ack of a login has them */
  load(entries) {
    this.#rooms = new Map(entries.map(({ id, name, in_call: inCall }) => [id, { id, name: String(name), inCall: inCall ?? [] }]));
    this.#changed();
  }

  /**
   * @param {number} id
   * @returns {string | null} null for a room that is not in the list, which holds a hundred at most
   */
  nameOf(id) {
    return this.#rooms.get(id)?.name ?? null;
  }

  /**
   * @param {number} id
   * @returns {number[]}
   */
  inCall(id) {
    return this.#rooms.get(id)?.inCall ?? [];
  }

  /**
   * @param {number} id
   * @param {number[]} users who are in the room's call now
   */
  setInCall(id, users) {
    const room = this.#rooms.get(id);
    if (room === undefined) return;
    room.inCall = users;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new CustomEvent('change'));
  }
}
