import { Emitter } from '../lib/emitter.js';

/**
 * @typedef {import('../onechat.js').Presence} Presence
 * @typedef {import('../onechat.js').Room} RoomEntry
 * @typedef {{id: number, name: string, inCall: readonly number[], online: readonly number[] | null}} Room `inCall`: users known to be in the room's
 *     call; empty where none is known of. `online`: other members who could be rung now; null where the server doesn't tell
 */

/**
 * The person's rooms, and what this device knows of the people in them.
 *
 * That knowledge is as of the last time the server was asked, and of what was heard since: it tells of a call only those who take part or are
 * rung, so a call named here may be over. Tells `change`.
 *
 * @extends {Emitter<{change: null}>}
 */
export class Rooms extends Emitter {
  /** @type {Map<number, Room>} */
  #rooms = new Map();

  /** @returns {Room[]} in the server's order */
  get all() {
    return [...this.#rooms.values()];
  }

  /** @param {readonly RoomEntry[]} entries as the ack of a login has them */
  load(entries) {
    this.#rooms = new Map(
      entries.map(({ id, name, in_call: inCall }) => [id, { id, name: String(name), inCall: inCall ?? [], online: null }]),
    );
    this.emit('change', null);
  }

  /**
   * @param {number} id
   * @returns {string | null} null for a room that is not in the list, which holds a hundred at most
   */
  nameOf(id) {
    return this.#rooms.get(id)?.name ?? null;
  }

  /** @param {number} id */
  inCall(id) {
    return this.#rooms.get(id)?.inCall ?? [];
  }

  /**
   * @param {number} id
   * @param {readonly number[]} users who are in the room's call now
   */
  setInCall(id, users) {
    const room = this.#rooms.get(id);
    if (room === undefined) return;
    room.inCall = users;
    this.emit('change', null);
  }

  /** @param {Presence} presence */
  told({ to, members, online }) {
    const room = this.#rooms.get(to);
    if (room === undefined) return;
    room.inCall = members;
    room.online = online;
    this.emit('change', null);
  }
}
