import { giveTrack, icon, make, setText } from './element.js';

/**
 * @typedef {import('../../onechat.js').Participant} Participant
 * @typedef {import('../meters.js').Meters} Meters
 * @typedef {import('../words/words.js').Words} Words
 */

/** How much of a picture may be cut off to fill its tile; of a picture that is narrower or wider than that all is shown, with bars beside it. */
const MOST_CUT = 0.62;
/** How many colours of avatars style.css has. */
const HUES = 6;

/**
 * One participant's picture, sound, name and state. Picture and sound have an element each: one that waits for the first frame of a picture,
 * which may never come, plays no sound meanwhile.
 */
export class Tile {
  #participant;
  #video = make('video');
  #sound = make('audio');
  #name = make('span', { class: 'name' });
  #state = make('span', { class: 'state' });
  #quality = make('span', { class: 'quality' }, make('span', { class: 'unseen' }));
  #avatar = make('span', { class: 'avatar' });
  #why = make('span', { class: 'why' });
  #blank = make('div', { class: 'blank' }, this.#avatar, this.#why);

  /**
   * @param {Participant} participant
   * @param {() => void} silenced called when the browser doesn't let the participant be heard before a click
   */
  constructor(participant, silenced) {
    this.#participant = participant;
    this.#video.muted = true;
    this.#video.autoplay = true;
    this.#video.playsInline = true;
    for (let bar = 0; bar < 3; bar++) this.#quality.append(make('i'));
    this.#avatar.setAttribute('aria-hidden', 'true');
    const caption = make('figcaption', {}, icon('microphone-off', 'muted'), this.#name, this.#state, this.#quality);
    const data = { user: String(participant.user) };
    this.element = make('figure', { class: 'tile remote', data }, this.#video, this.#sound, this.#blank, caption);
    for (const element of [this.#video, this.#sound]) element.addEventListener('loadedmetadata', () => this.play(silenced));
    this.#video.addEventListener('resize', () => this.fit());
  }

  /** @param {Participant} participant */
  shows(participant) {
    return this.#participant === participant;
  }

  /** Whether it shows a screen. */
  get presents() {
    return this.#participant.media.screen && this.#participant.seen;
  }

  /**
   * @param {Words} words
   * @param {Meters} meters
   */
  render(words, meters) {
    const { user, media, seen, state, stream } = this.#participant;
    const name = words.person(user);
    const quality = meters.quality(user);
    Object.assign(this.element.dataset, {
      seen: String(seen),
      state,
      audio: media.audio ? 'on' : 'off',
      screen: String(this.presents),
      speaking: String(meters.speaks(user) && media.audio),
      quality,
    });
    giveTrack(this.#video, stream.getVideoTracks()[0] ?? null);
    giveTrack(this.#sound, stream.getAudioTracks()[0] ?? null);
    this.#video.setAttribute('aria-label', words.all.video(name));
    setText(this.#name, name);
    this.#renderState(words);
    this.#blank.hidden = seen;
    setText(this.#avatar, words.initial(user));
    this.#avatar.dataset.hue = String(user % HUES);
    setText(this.#why, seen || state === 'connecting' ? '' : media.video ? words.all.noPicture : words.all.noCamera);
    const said = words.all.quality[quality];
    setText(/** @type {Element} */ (this.#quality.firstElementChild), said);
    if (this.#quality.title !== said) this.#quality.title = said;
  }

  /** @param {Words} words */
  #renderState({ all }) {
    const { media, state } = this.#participant;
    const shown = [all.state[state], this.presents ? all.sharing : ''].filter((note) => note !== '').join(' · ');
    // What the icon says to those who see it.
    const muted = media.audio ? '' : all.muted;
    if (this.#state.dataset.shown === shown && this.#state.dataset.muted === muted) return;
    Object.assign(this.#state.dataset, { shown, muted });
    this.#state.replaceChildren(shown, make('span', { class: 'unseen', text: ` ${muted}` }));
  }

  /** Decides whether the picture fills the tile or is shown whole. */
  fit() {
    const { videoWidth, videoHeight } = this.#video;
    const { clientWidth, clientHeight } = this.element;
    if (videoHeight === 0 || clientHeight === 0) return;
    const ratio = videoWidth / videoHeight / (clientWidth / clientHeight);
    const whole = this.presents || Math.min(ratio, 1 / ratio) < 1 - MOST_CUT;
    this.element.dataset.fit = whole ? 'contain' : 'cover';
  }

  /** @param {() => void} silenced */
  play(silenced) {
    for (const element of [this.#video, this.#sound]) {
      element.play().catch((error) => {
        // Any other refusal is that of a track which is gone already.
        if (error.name === 'NotAllowedError') silenced();
      });
    }
  }

  /** @param {string} deviceId of a speaker; empty for the usual one */
  async soundFrom(deviceId) {
    // Refused for one that is gone: the sound stays where it is.
    if ('setSinkId' in this.#sound) await this.#sound.setSinkId(deviceId).catch(() => undefined);
  }
}
