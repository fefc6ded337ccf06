// Who may log in and who is in a call with whom, for both relays on Node.js.
import { readFileSync } from 'node:fs';

/** The users of a people file; the n-th two share the n-th room. */
export class People {
  #ids = new Map();
  #rooms = new Map();

  constructor(file) {
    const { users, rooms } = JSON.parse(readFileSync(file, 'utf8'));
    users.forEach(({ id, name }, index) => {
      this.#ids.set(name, id);
      this.#rooms.set(id, rooms[index >> 1]);
    });
  }

  idOf(name) {
    return this.#ids.get(name);
  }

  roomOf(user) {
    return this.#rooms.get(user);
  }
}

/** Calls of two. A client has the members user, room and partner. */
export class Calls {
  #clients = new Map();

  /** Lets a client into a room; gives who was there first. */
  enter(room, client) {
    const there = this.#clients.get(room) ?? [];
    const others = there.filter((other) => other !== client);
    if (!there.includes(client) && there.length < 2) {
      this.#clients.set(room, [...there, client]);
      client.room = room;
      for (const other of others) {
        other.partner = client;
        client.partner = other;
      }
    }
    return others;
  }

  isUnderWay(room) {
    return this.#clients.has(room);
  }

  /** Takes a client out of its room; gives who stays. */
  leave(client) {
    const others = (this.#clients.get(client.room) ?? []).filter((other) => other !== client);
    if (others.length > 0) {
      this.#clients.set(client.room, others);
    } else {
      this.#clients.delete(client.room);
    }
    for (const one of [client, ...others]) {
      one.partner = null;
    }
    return others;
  }
}

/** Whether an offer, an answer or a candidate can be relayed as it is. */
export function isRelayable({ to, ack, sdp, candidate, label }, cmd) {
  const content = cmd === 'webrtc_send_ice_candidate' ? candidate : sdp;
  return (
    Number.isSafeInteger(to) && to > 0 && typeof content === 'string' &&
    (ack === undefined || Number.isSafeInteger(ack) || typeof ack === 'string') &&
    (label === undefined || label === null || typeof label === 'number' || typeof label === 'string')
  );
}

/** The process ends with the one that started it. */
export function endWithParent() {
  process.stdin.on('end', () => process.exit()).resume();
}
