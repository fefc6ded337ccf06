import { byId, giveTrack, setText } from './element.js';

/**
 * @typedef {import('../media.js').LocalMedia} LocalMedia
 * @typedef {import('../words/words.js').Words} Words
 */

/** The person's own picture. */
export class SelfTile {
  element = byId('self-tile', HTMLElement);
  #video = byId('local', HTMLVideoElement);
  #blank = /** @type {HTMLElement} */ (this.element.querySelector('.blank'));
  #avatar = /** @type {HTMLElement} */ (this.element.querySelector('.avatar'));
  #why = /** @type {HTMLElement} */ (this.element.querySelector('.why'));
  #state = /** @type {HTMLElement} */ (this.element.querySelector('.state'));

  /**
   * @param {Words} words
   * @param {LocalMedia | null} media null while the devices are being asked for
   * @param {number} self own user id
   * @param {boolean} speaks
   */
  render(words, media, self, speaks) {
    const track = media?.track('video') ?? null;
    giveTrack(this.#video, track);
    const heard = media?.isOn('audio') ?? false;
    Object.assign(this.element.dataset, {
      seen: String(track !== null),
      screen: String(media?.sharing ?? false),
      audio: heard || media === null ? 'on' : 'off',
      speaking: String(heard && speaks),
    });
    const sound = media === null || heard ? '' : media.has('audio') ? words.all.muted : words.all.noMicrophone;
    setText(this.#state, media?.sharing ? words.all.yourScreen : sound);
    this.#blank.hidden = track !== null;
    setText(this.#avatar, words.initial(self));
    setText(this.#why, track !== null || media === null ? '' : media.has('video') ? words.all.noCamera : words.all.noPicture);
  }

  clear() {
    giveTrack(this.#video, null);
  }
}
