import { byId, make, setText } from './element.js';
import { tileSize } from './grid.js';
import { SelfTile } from './self-tile.js';
import { Tile } from './tile.js';

/**
 * @typedef {import('../../onechat.js').Call} Call
 * @typedef {import('../../onechat.js').RingState} RingState
 * @typedef {import('../media.js').LocalMedia} LocalMedia
 * @typedef {import('../meters.js').Meters} Meters
 * @typedef {import('../words/words.js').Words} Words
 */

/** The call: everyone's picture, who was rung, and how long it has been. */
export class CallView {
  #title = byId('call-title', HTMLHeadingElement);
  #duration = byId('duration', HTMLElement);
  #rung = byId('rung', HTMLUListElement);
  #stage = byId('stage', HTMLDivElement);
  #tilesElement = byId('tiles', HTMLDivElement);
  #selfTile = new SelfTile();
  /** @type {Map<number, Tile>} */
  #tiles = new Map();
  #words;
  #meters;
  #silenced;
  #speaker = '';
  /** @type {number | null} */
  #since = null;

  /**
   * @param {Words} words
   * @param {Meters} meters
   * @param {() => void} silenced the browser doesn't let the others be heard before a click
   */
  constructor(words, meters, silenced) {
    this.#words = words;
    this.#meters = meters;
    this.#silenced = silenced;
    new ResizeObserver(() => this.#layOut()).observe(this.#stage);
    setInterval(() => this.#renderDuration(), 1_000);
  }

  /**
   * @param {Call | null} call null for one that is still waiting for the devices
   * @param {LocalMedia | null} media
   * @param {string} title the room's name
   * @param {number} self own user id
   */
  render(call, media, title, self) {
    setText(this.#title, title);
    this.#since = call?.since ?? null;
    this.#renderDuration();
    if (call !== null) this.#renderTiles(call);
    this.#renderRung(call?.rung ?? new Map());
    this.#selfTile.render(this.#words, media, self, this.#meters.speaks(self));
    this.#layOut();
  }

  /** Takes everyone's picture away, after a call. */
  clear() {
    for (const tile of this.#tiles.values()) tile.element.remove();
    this.#tiles.clear();
    this.#rung.replaceChildren();
    this.#selfTile.clear();
    this.#since = null;
  }

  /** Tries again to be heard, within a click. */
  play() {
    for (const tile of this.#tiles.values()) tile.play(this.#silenced);
  }

  /** @param {string} deviceId of a speaker; empty for the usual one */
  soundFrom(deviceId) {
    this.#speaker = deviceId;
    for (const tile of this.#tiles.values()) tile.soundFrom(deviceId);
  }

  /** @param {Call} call */
  #renderTiles({ participants }) {
    for (const [user, tile] of this.#tiles) {
      if (participants.some((participant) => tile.shows(participant))) continue;
      tile.element.remove();
      this.#tiles.delete(user);
    }
    for (const participant of participants) {
      let tile = this.#tiles.get(participant.user);
      if (tile === undefined) {
        tile = new Tile(participant, this.#silenced);
        if (this.#speaker !== '') tile.soundFrom(this.#speaker);
        this.#tiles.set(participant.user, tile);
        this.#selfTile.element.before(tile.element);
      }
      tile.render(this.#words, this.#meters);
    }
    this.#stage.dataset.count = String(participants.length);
  }

  /** @param {ReadonlyMap<number, RingState>} rung */
  #renderRung(rung) {
    this.#rung.hidden = rung.size === 0;
    const entries = new Map([...this.#rung.querySelectorAll('li')].map((entry) => [Number(entry.dataset.user), entry]));
    for (const [user, entry] of entries) if (!rung.has(user)) entry.remove();
    for (const [user, state] of rung) {
      const entry = entries.get(user) ?? this.#rung.appendChild(make('li', { data: { user: String(user) } }));
      entry.dataset.state = state;
      setText(entry, `${this.#words.person(user)}: ${this.#words.all.rung[state]}`);
    }
  }

  /**
   * A single other participant is large with the own picture in a corner; from two on all are alike; a shared screen is large, with the people
   * in a strip below it.
   */
  #layOut() {
    const tiles = [...this.#tiles.values()];
    const large = tiles.find((tile) => tile.presents);
    this.#stage.dataset.layout = large !== undefined ? 'screen' : tiles.length === 0 ? 'alone' : tiles.length === 1 ? 'pair' : 'grid';
    const size = tileSize(tiles.length + 1, this.#stage.clientWidth, this.#stage.clientHeight);
    this.#stage.style.setProperty('--tile-width', `${size.width}px`);
    this.#stage.style.setProperty('--tile-height', `${size.height}px`);
    // What scrolls can be scrolled with the keyboard, too.
    this.#tilesElement.tabIndex = large !== undefined ? 0 : -1;
    this.#rung.tabIndex = this.#rung.scrollHeight > this.#rung.clientHeight ? 0 : -1;
    for (const tile of tiles) {
      tile.element.dataset.large = String(tile === large);
      tile.fit();
    }
  }

  #renderDuration() {
    const seconds = this.#since === null ? 0 : Math.max(0, Math.floor((Date.now() - this.#since) / 1_000));
    this.#duration.hidden = this.#since === null;
    const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
    setText(this.#duration, (seconds < 3_600 ? parts.slice(1) : parts).join(':'));
  }
}
