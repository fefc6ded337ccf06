import { ownSound, person, room as roomName, rung } from '../words.js';
import { byId, make, setText } from './element.js';
import { Tile } from './tile.js';

/**
 * @typedef {import('../call.js').Call} Call
 * @typedef {import('../media.js').Kind} Kind
 */

/** The layouts that style.css has, by how many pictures they hold. */
const SIZES = [0, 1, 2, 4, 9, 16];

/** The call: everyone's picture, who was rung, and the buttons for microphone, camera and hanging up. */
export class CallView {
  #title = byId('call-title', HTMLHeadingElement);
  #rung = byId('rung', HTMLUListElement);
  #stage = byId('stage', HTMLDivElement);
  #remotes = byId('remotes', HTMLDivElement);
  #selfTile = byId('self-tile', HTMLElement);
  #local = byId('local', HTMLVideoElement);
  #mute = byId('mute', HTMLButtonElement);
  #camera = byId('camera', HTMLButtonElement);
  /** @type {Map<number, Tile>} */
  #tiles = new Map();
  #silenced;

  /**
   * @param {object} actions
   * @param {() => void} actions.hangUp
   * @param {(kind: Kind) => void} actions.toggle turns the microphone or the camera on or off
   * @param {() => void} actions.silenced the browser doesn't let the others be heard before a click
   */
  constructor({ hangUp, toggle, silenced }) {
    this.#silenced = silenced;
    byId('hangup', HTMLButtonElement).addEventListener('click', hangUp);
    this.#mute.addEventListener('click', () => toggle('audio'));
    this.#camera.addEventListener('click', () => toggle('video'));
  }

  /**
   * @param {Call} call
   * @param {string | null} name the room's
   */
  render(call, name) {
    setText(this.#title, roomName(call.room, name));
    this.#renderTiles(call);
    this.#renderRung(call);
    this.#renderSelf(call);
  }

  /** Takes everyone's picture away, after a call. */
  clear() {
    this.#tiles.clear();
    this.#remotes.replaceChildren();
    this.#rung.replaceChildren();
    this.#local.srcObject = null;
  }

  /** Tries again to be heard, within a click. */
  play() {
    for (const tile of this.#tiles.values()) tile.play(this.#silenced);
  }

  /** @param {Call} call */
  #renderTiles(call) {
    const { peers } = call;
    for (const [user, tile] of this.#tiles) {
      if (peers.some((peer) => tile.shows(peer))) continue;
      tile.element.remove();
      this.#tiles.delete(user);
    }
    for (const peer of peers) {
      let tile = this.#tiles.get(peer.user);
      if (tile === undefined) {
        tile = new Tile(peer, this.#silenced);
        this.#tiles.set(peer.user, tile);
        this.#remotes.append(tile.element);
      }
      tile.render();
    }
    this.#stage.dataset.count = String(peers.length);
    this.#stage.dataset.size = String(SIZES.find((size) => size >= peers.length) ?? 16);
  }

  /** @param {Call} call */
  #renderRung(call) {
    const all = [...call.roster.rung];
    this.#rung.hidden = all.length === 0;
    const entries = new Map([...this.#rung.querySelectorAll('li')].map((entry) => [Number(entry.dataset.user), entry]));
    for (const [user, entry] of entries) if (!call.roster.rung.has(user)) entry.remove();
    for (const [user, state] of all) {
      const entry = entries.get(user) ?? this.#rung.appendChild(make('li', { data: { user: String(user) } }));
      entry.dataset.state = state;
      setText(entry, `${person(user)}: ${rung(state)}`);
    }
  }

  /** @param {Call} call */
  #renderSelf({ media }) {
    const stream = media?.stream ?? null;
    if (this.#local.srcObject !== stream) this.#local.srcObject = stream;
    this.#selfTile.dataset.seen = String(media?.isOn('video') ?? false);
    this.#renderToggle(this.#mute, media?.has('audio') ?? false, !(media?.isOn('audio') ?? true));
    this.#renderToggle(this.#camera, media?.has('video') ?? false, !(media?.isOn('video') ?? true));
    setText(/** @type {Element} */ (this.#selfTile.querySelector('.state')), media === null ? '' : ownSound(media));
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {boolean} there whether there is anything to turn off
   * @param {boolean} off
   */
  #renderToggle(button, there, off) {
    button.disabled = !there;
    button.setAttribute('aria-pressed', String(there && off));
  }
}
