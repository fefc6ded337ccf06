import { Code, SignalingError } from '../../onechat.js';
import { Emitter } from '../../lib/emitter.js';
import { remember, remembered } from '../memory.js';
import { en } from './en.js';
import { zh } from './zh.js';

/**
 * @typedef {import('./en.js').Dictionary} Dictionary
 * @typedef {import('../../onechat.js').CallEnd} CallEnd
 * @typedef {import('../../onechat.js').News} News
 * @typedef {import('../../onechat.js').RingEnd} RingEnd
 * @typedef {import('../devices.js').Problem} Problem
 * @typedef {import('../devices.js').Kind} Kind
 */

/** @type {Readonly<Record<string, Dictionary>>} */
export const LANGUAGES = Object.freeze({ en, zh });
const LANGUAGE = 'language';
/** How many people are named in one sentence, and how many of a larger crowd. */
const MOST_NAMES = 4;
const OF_A_CROWD = 3;

/**
 * What the page says, in the language of the person, with people and rooms called by their names.
 *
 * Tells `change` when the language or a name is another.
 *
 * @extends {Emitter<{change: null}>}
 */
export class Words extends Emitter {
  /** @type {Map<number, string>} */
  #names = new Map();

  constructor() {
    super();
    const wanted = [remembered(LANGUAGE) ?? '', ...navigator.languages].map((tag) => tag.split('-')[0]);
    this.language = wanted.find((tag) => Object.hasOwn(LANGUAGES, tag)) ?? 'en';
  }

  /** @returns {Dictionary} */
  get all() {
    return LANGUAGES[this.language];
  }

  /** @param {string} language one of {@link LANGUAGES} */
  speak(language) {
    this.language = language;
    remember(LANGUAGE, language);
    this.emit('change', null);
  }

  /** @param {Readonly<Record<string, unknown>>} names by user id, as the server gives them */
  learn(names) {
    let changed = false;
    for (const [user, name] of Object.entries(names)) {
      if (typeof name !== 'string' || name === '' || this.#names.get(Number(user)) === name) continue;
      this.#names.set(Number(user), name);
      changed = true;
    }
    if (changed) this.emit('change', null);
  }

  /** @param {number} user */
  person(user) {
    return this.#names.get(user) ?? this.all.person(user);
  }

  /** @param {readonly number[]} users */
  people(users) {
    const names = users.map((user) => this.person(user));
    if (names.length > MOST_NAMES) return this.all.crowd(names.slice(0, OF_A_CROWD), names.length);
    return new Intl.ListFormat(this.all.tag, { type: 'conjunction' }).format(names);
  }

  /**
   * What stands for a person where there is no picture.
   *
   * @param {number} user
   */
  initial(user) {
    const [first] = this.#names.get(user) ?? [];
    return first?.toUpperCase() ?? String(user % 100);
  }

  /**
   * @param {number} id
   * @param {string | null} name
   */
  room(id, name) {
    return name === null || name === '' ? this.all.room(id) : name;
  }

  /**
   * @param {readonly number[]} users who are known to be in a room's call
   * @param {number} self
   */
  inCall(users, self) {
    const others = users.filter((user) => user !== self);
    if (others.length === users.length) return this.all.inCall(this.people(others));
    return others.length === 0 ? this.all.inCallElsewhere : this.all.inCallElsewhereWith(this.people(others));
  }

  /** @param {SignalingError} error that refused a login, or ended one */
  loggedOut(error) {
    switch (error.code) {
      case Code.LOST:
        return this.all.unreachable;
      case Code.NOT_LOGGED_IN:
        return this.all.wrongPassword;
      case Code.NOT_FOUND:
        return this.all.noSuchUser;
      case Code.NOT_ALLOWED:
        return this.all.tooManyDevices;
      case Code.TOO_MANY:
        return this.all.tooManyAttempts;
      case Code.REPLACED:
        return this.all.replaced;
      case Code.SESSION_GONE:
        return this.all.sessionGone;
      default:
        return this.refused(error);
    }
  }

  /** @param {SignalingError} error that refused to let one into a call */
  callRefused(error) {
    if (error.code === Code.NOT_ALLOWED) return this.all.callRefused;
    return error.code === Code.NOT_FOUND ? this.all.noSuchCall : this.refused(error);
  }

  /** @param {unknown} error for which a participant can't be reached */
  peerFault(error) {
    return error instanceof SignalingError ? this.refused(error) : this.all.peerFault;
  }

  /** @param {SignalingError} error any other */
  refused(error) {
    switch (error.code) {
      case Code.LOST:
        return this.all.lost;
      case Code.TOO_MANY:
        return this.all.tooMuch;
      case Code.UNAVAILABLE:
        return this.all.unavailable;
      case Code.SERVER_FAULT:
        return this.all.serverFault(error.message);
      default:
        return this.all.refused(error.code);
    }
  }

  /** @param {News} news */
  news({ kind, user }) {
    return this.all.news[kind](this.person(user));
  }

  /**
   * @param {CallEnd} end
   * @returns {string} empty where a notice says it already
   */
  ending({ reason, last }) {
    switch (reason) {
      case 'hung up':
        return this.all.hungUp;
      case 'others left':
      case 'nobody there':
        if (last === null) return this.all.nobodyElse;
        return last.kind === 'disconnected' ? this.all.didNotComeBack(this.person(last.user)) : this.all.callEnded(this.news(last));
      case 'moved':
        return this.all.movedAway;
      case 'over':
        return this.all.callOver;
      case 'refused':
        return '';
    }
  }

  /**
   * @param {RingEnd} end
   * @param {string} where the room's name
   */
  ringOver({ ring, how }, where) {
    switch (how) {
      case 'missed':
        return this.all.missed(this.person(ring.from), where);
      case 'taken elsewhere':
        return this.all.takenElsewhere;
      case 'refused elsewhere':
        return this.all.refusedElsewhere;
    }
  }

  /**
   * What a call's state line says while one is in it.
   *
   * @param {{present: number[], ringing: number[], offline: number[], awaited: readonly number[]}} state the other members
   */
  callState({ present, ringing, offline, awaited }) {
    if (present.length > 0) return this.all.talking(this.people(present));
    if (awaited.length > 0) return this.all.awaiting(this.people(awaited));
    const away = offline.length === 0 ? '' : ` ${this.all.away(this.people(offline), offline.length)}`;
    return `${ringing.length > 0 ? this.all.ringing(this.people(ringing)) : this.all.ringingNobody}${away}`;
  }

  /** @param {Kind} kind */
  device(kind) {
    return kind === 'audio' ? this.all.microphone : this.all.camera;
  }

  /**
   * @param {Kind} kind of the device that is gone
   * @param {string | null} by the name of the one that is used in its place; null where there is none
   */
  unplugged(kind, by) {
    const gone = this.device(kind);
    return by === null ? this.all.unplugged(gone) : this.all.replacedBy(gone, by);
  }

  /**
   * @param {ReadonlyMap<Kind, Problem>} problems
   * @returns {string} why others don't hear or see the person; empty where they do
   */
  deviceProblem(problems) {
    const [first] = problems.entries();
    if (first === undefined) return '';
    const [kind, problem] = first;
    const both = problems.size === 2;
    const what = both ? this.all.cameraAndMicrophone : this.device(kind);
    const effect = both ? this.all.unheardAndUnseen : kind === 'video' ? this.all.unseen : this.all.unheard;
    switch (problem) {
      case 'refused':
        return this.all.notAllowed(what, effect);
      case 'missing':
        return this.all.notFound(what, effect);
      case 'insecure':
        return this.all.insecure(effect);
      case 'busy':
        return this.all.inUse(what, effect);
    }
  }
}
