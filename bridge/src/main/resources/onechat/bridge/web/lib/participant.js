import { Emitter } from './emitter.js';
import { Negotiation, originOf } from './negotiation.js';
import { lossBetween, measured, qualityOf } from './stats.js';
import { TextAndState } from './text-and-state.js';

/**
 * @typedef {import('./client.js').Client} Client
 * @typedef {import('./connection.js').Payload} Payload
 * @typedef {import('./negotiation.js').Kind} Kind
 * @typedef {import('./negotiation.js').PictureLimit} PictureLimit
 * @typedef {import('./text-and-state.js').MediaState} MediaState
 * @typedef {'connecting' | 'connected' | 'interrupted' | 'failed'} ParticipantState
 * @typedef {object} Local what this device sends, shared by the connections of a call and changed by it
 * @property {Map<Kind, MediaStreamTrack | null>} tracks
 * @property {MediaState} media
 * @property {PictureLimit} limit
 * @property {() => RTCConfiguration} configuration as of now
 */

/** How old a measurement of loudness may be, in milliseconds: somebody who sends nothing is not heard any more. */
const LEVEL_AGE = 500;

/**
 * Another participant of a call, and the peer connection with it (sections 5.2 and 5.4).
 *
 * It stays the same while connections come and go below it: when the other side's page was reloaded, or its app was started anew, that shows in
 * its next offer, and a fresh connection takes it.
 *
 * Events: `change` (state, media or stream are others now), `text` (the text), `fault` (the error for which it can't be reached).
 *
 * @extends {Emitter<{change: null, text: string, fault: unknown}>}
 */
export class Participant extends Emitter {
  #address;
  #client;
  #first;
  #local;
  /** @type {Negotiation} */
  #negotiation;
  /** @type {TextAndState} */
  #textAndState;
  /** What made the last description that came from there; empty before one came. */
  #origin = '';
  /** Whether this side has offered over the connection. */
  #offered = false;
  /** Whether the server's word of who entered has told who was first, and nothing was described since. */
  #met = true;
  #packets = { received: 0, lost: 0 };
  #closed = false;

  /** What it sends; tracks are added as they come, and taken out when they end. */
  stream = new MediaStream();
  /** @type {MediaState} What it gives, as it says itself. */
  media = { audio: true, video: true, screen: false };

  /**
   * @param {object} options
   * @param {Client} options.client
   * @param {number} options.user
   * @param {number} options.room
   * @param {boolean} options.first whether this device was in the call before that one
   * @param {Local} options.local
   * @throws {DOMException} where the browser can't make a connection with what the server has given
   */
  constructor({ client, user, room, first, local }) {
    super();
    this.user = user;
    this.#client = client;
    this.#address = { user, room };
    this.#first = first;
    this.#local = local;
    this.#textAndState = this.#makeTextAndState();
    this.#negotiation = this.#makeNegotiation();
  }

  /** @returns {ParticipantState} */
  get state() {
    switch (this.#negotiation.state) {
      case 'connected':
        return 'connected';
      case 'disconnected':
        return 'interrupted';
      case 'failed':
      case 'closed':
        return 'failed';
      default:
        return 'connecting';
    }
  }

  /** Whether a picture of the participant is to be seen. */
  get seen() {
    return this.media.video && this.#negotiation.receives('video');
  }

  get canReceiveText() {
    return this.#textAndState.isOpen;
  }

  /** How loud the participant is now, 0 to 1. */
  get level() {
    const receiver = this.#negotiation.connection.getReceivers().find((one) => one.track.kind === 'audio');
    const newest = receiver?.getSynchronizationSources()[0];
    if (newest === undefined || performance.timeOrigin + performance.now() - newest.timestamp > LEVEL_AGE) return 0;
    return newest.audioLevel ?? 0;
  }

  /** Sends the first offer, with the channel for texts in it. */
  offer() {
    this.#offered = true;
    this.#textAndState.open((label, options) => this.#negotiation.openChannel(label, options));
    this.#negotiation.begin();
  }

  /**
   * The other side has entered the call anew, or this side has: what was being negotiated may be lost.
   *
   * @param {boolean} first whether this device is in the call before that one now
   */
  meetAgain(first) {
    this.#first = first;
    this.#met = true;
    this.#negotiation.first = first;
    // The offer that was waited for is lost with the earlier stay, and will not come.
    if (first && !this.#offered && this.#origin === '') this.offer();
    else this.#negotiation.resynchronize();
  }

  /** Looks for paths anew, as after a change of networks. */
  restart() {
    this.#negotiation.restart();
  }

  /** Takes new ICE servers into use, from the next restart on. */
  configure() {
    this.#negotiation.configure(this.#local.configuration());
  }

  /**
   * Takes a payload that this participant sent.
   *
   * @param {Payload} payload an offer, an answer or a candidate; others are ignored
   */
  receive(payload) {
    switch (payload.cmd) {
      case 'webrtc_send_offer':
        if (this.#isOfAnother(payload.sdp)) this.#meetAnother();
        else if (this.#offered && this.#origin === '') {
          // Two first offers meet. One can't be taken back in place: an answer doesn't use the transceivers that were made for it.
          if (this.#first) break;
          this.#replace();
        }
        this.#describe(payload);
        this.#negotiation.takeOffer(String(payload.sdp));
        break;
      case 'webrtc_send_answer':
        if (this.#isOfAnother(payload.sdp)) {
          // The offer was for a connection that is gone there, and this side's can't be turned to the new one.
          this.#meetAnother();
          this.offer();
          break;
        }
        this.#describe(payload);
        this.#negotiation.takeAnswer(String(payload.sdp));
        break;
      case 'webrtc_send_ice_candidate':
        this.#negotiation.takeCandidate(payload);
        break;
    }
  }

  /** @param {Kind} kind of the call's tracks that is another now */
  trackChanged(kind) {
    return this.#negotiation.setTrack(kind, this.#local.tracks.get(kind) ?? null);
  }

  limitChanged() {
    return this.#negotiation.limit(this.#local.limit);
  }

  /** The call's media state is another now. */
  mediaChanged() {
    this.#textAndState.tell(this.#local.media);
  }

  /** @param {string} text */
  say(text) {
    this.#textAndState.say(text);
  }

  async stats() {
    const { connection } = this.#negotiation;
    const { packets, ...rest } = measured(await connection.getStats());
    const loss = lossBetween(this.#packets, packets);
    this.#packets = packets;
    const state = connection.connectionState;
    return { user: this.user, state, loss, quality: qualityOf(state, loss, rest.roundTripTime), ...rest };
  }

  /** Ends the connection; nothing is sent or told after it. */
  close() {
    this.#closed = true;
    this.#negotiation.close();
  }

  /** @param {unknown} sdp */
  #isOfAnother(sdp) {
    return this.#origin !== '' && originOf(sdp) !== this.#origin;
  }

  /** @param {Payload} payload an offer or an answer */
  #describe(payload) {
    this.#origin = originOf(payload.sdp);
    this.#met = false;
    if (this.#textAndState.isAddition(payload.media)) {
      this.#textAndState.openState((label, options) => this.#negotiation.openChannel(label, options));
      this.#mediaTold(payload.media);
    }
  }

  /**
   * The other side goes on with another connection. Where nobody has heard it enter, its page was reloaded, and neither side knows who was first:
   * both tell by their ids, since two that give way would each take the other's offer.
   */
  #meetAnother() {
    if (!this.#met) this.#first = this.#client.user < this.user;
    this.#replace();
  }

  #replace() {
    this.#negotiation.close();
    this.#origin = '';
    this.#offered = false;
    this.#packets = { received: 0, lost: 0 };
    for (const track of this.stream.getTracks()) this.stream.removeTrack(track);
    this.#textAndState = this.#makeTextAndState();
    this.#negotiation = this.#makeNegotiation();
    this.#changed();
  }

  #makeTextAndState() {
    return new TextAndState({
      changed: () => this.#changed(),
      text: (text) => this.#tell('text', text),
      media: (state) => this.#mediaTold(state),
      opened: () => this.mediaChanged(),
    });
  }

  #makeNegotiation() {
    const negotiation = new Negotiation({
      configuration: this.#local.configuration(),
      first: this.#first,
      tracks: this.#local.tracks,
      listener: {
        offer: (sdp) => this.#sent(this.#client.offer(this.#address, sdp, { media: this.#local.media })),
        answer: (sdp) => this.#sent(this.#client.answer(this.#address, sdp, { media: this.#local.media })),
        candidate: (candidate) => this.#sent(this.#client.candidate(this.#address, candidate)),
        track: (track) => this.#addTrack(track),
        channel: (channel) => this.#textAndState.adopt(channel),
        changed: () => this.#changed(),
        fault: (error) => this.#tell('fault', error),
      },
    });
    negotiation.limit(this.#local.limit);
    return negotiation;
  }

  /** @param {Promise<void>} reply */
  #sent(reply) {
    reply.catch((error) => this.#tell('fault', error));
  }

  /** @param {MediaState} state */
  #mediaTold(state) {
    this.media = state;
    this.#changed();
  }

  /** @param {MediaStreamTrack} track */
  #addTrack(track) {
    // A track that was paused by its sender comes again as the same object.
    if (this.stream.getTracks().includes(track)) return this.#changed();
    this.stream.addTrack(track);
    for (const type of ['mute', 'unmute']) track.addEventListener(type, () => this.#changed());
    track.addEventListener('ended', () => {
      this.stream.removeTrack(track);
      this.#changed();
    });
    this.#changed();
  }

  #changed() {
    this.#tell('change', null);
  }

  /**
   * @template {'change' | 'text' | 'fault'} Type
   * @param {Type} type
   * @param {{change: null, text: string, fault: unknown}[Type]} detail
   */
  #tell(type, detail) {
    if (!this.#closed) this.emit(type, detail);
  }
}
