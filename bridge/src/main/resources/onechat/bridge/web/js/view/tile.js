import { peerState, person } from '../words.js';
import { make, setText } from './element.js';

/** @typedef {import('../peer.js').Peer} Peer */

/** One participant's picture, name and state. */
export class Tile {
  #peer;
  #video = make('video');
  #state = make('span', { class: 'state' });

  /**
   * @param {Peer} peer
   * @param {() => void} silenced called when the browser doesn't let the participant be heard before a click
   */
  constructor(peer, silenced) {
    this.#peer = peer;
    this.#video.autoplay = true;
    this.#video.playsInline = true;
    this.#video.srcObject = peer.stream;
    this.#video.setAttribute('aria-label', `Video of ${person(peer.user)}`);
    const caption = make('figcaption', {}, make('span', { class: 'name', text: person(peer.user) }), ' ', this.#state);
    this.element = make('figure', { class: 'tile remote', data: { user: String(peer.user) } }, this.#video, caption);
    this.#video.addEventListener('loadedmetadata', () => this.play(silenced));
  }

  /** @param {Peer} peer */
  shows(peer) {
    return this.#peer === peer;
  }

  render() {
    this.element.dataset.seen = String(this.#peer.seen);
    this.element.dataset.state = this.#peer.state;
    setText(this.#state, peerState(this.#peer.state));
  }

  /** @param {() => void} silenced */
  play(silenced) {
    this.#video.play().catch((error) => {
      // Any other refusal is that of a video which is gone already.
      if (error.name === 'NotAllowedError') silenced();
    });
  }
}
