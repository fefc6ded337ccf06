import { fromMembers, knowsAdditions } from './candidate.js';

/**
 * @typedef {import('./connection.js').Payload} Payload
 * @typedef {'audio' | 'video'} Kind
 * @typedef {{bitrate: number, scale: number, detail: boolean}} PictureLimit the most bits a second that a picture may take, how many times smaller
 *     than its source it is, and whether sharpness matters more than smoothness
 * @typedef {object} Listener what a negotiation tells
 * @property {(sdp: string) => void} offer an offer is to be sent
 * @property {(sdp: string) => void} answer an answer is to be sent
 * @property {(candidate: RTCIceCandidate | null) => void} candidate a candidate is to be sent; null is the end of them
 * @property {(track: MediaStreamTrack) => void} track a track is received
 * @property {(channel: RTCDataChannel) => void} channel a data channel was opened by the other side
 * @property {() => void} changed the connection's state is another
 * @property {(error: unknown) => void} fault a step failed
 */

/** How many candidates may wait for the remote description; those after them are dropped. */
const MOST_CANDIDATES = 256;
/** How long a connection may be interrupted before new paths are looked for, in milliseconds: a short gap heals by itself. */
const INTERRUPTION = 2_000;
/** @type {readonly Kind[]} */
const KINDS = ['audio', 'video'];

/**
 * One RTCPeerConnection and its offers, answers and candidates, by the pattern of perfect negotiation (sections 5.2 and 5.4).
 *
 * Whoever was in the call first sends the first offer, and wins where two offers meet; the other side takes its own back. From the first answer on
 * either side may offer. Steps are worked off one at a time, in the order of their arrival.
 */
export class Negotiation {
  #connection;
  #first;
  #listener;
  /** @type {Map<Kind, MediaStreamTrack | null>} */
  #tracks;
  #steps = Promise.resolve();
  #mayOffer;
  #ignoresOffer = false;
  /** @type {(RTCIceCandidateInit | null)[]} Candidates that came before the description they belong to; null is the end. */
  #early = [];
  #gathered = false;
  #endWanted = false;
  #closed = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #interruption;
  /** @type {PictureLimit | null} */
  #limit = null;

  /**
   * @param {object} options
   * @param {RTCConfiguration} options.configuration
   * @param {boolean} options.first whether this device was in the call before the other one
   * @param {ReadonlyMap<Kind, MediaStreamTrack | null>} options.tracks what is sent
   * @param {Listener} options.listener
   */
  constructor({ configuration, first, tracks, listener }) {
    this.#first = first;
    this.#mayOffer = false;
    this.#tracks = new Map(tracks);
    this.#listener = listener;
    const connection = new RTCPeerConnection(configuration);
    this.#connection = connection;
    connection.addEventListener('negotiationneeded', () => this.#next(() => this.#offerIfNeeded()));
    connection.addEventListener('icecandidate', (event) => this.#gather(event.candidate));
    connection.addEventListener('track', (event) => this.#closed || listener.track(event.track));
    connection.addEventListener('datachannel', (event) => this.#closed || listener.channel(event.channel));
    connection.addEventListener('connectionstatechange', () => this.#stateChanged());
  }

  /** @param {boolean} first whether this device was in the call before the other one; it changes when the other one comes back */
  set first(first) {
    this.#first = first;
  }

  get state() {
    return this.#connection.connectionState;
  }

  /** The connection itself, to be read only. */
  get connection() {
    return this.#connection;
  }

  /**
   * Whether the two sides have agreed that the other one sends. A track's `muted` would tell too, if Chromium didn't leave it set where two offers
   * have met.
   *
   * @param {Kind} kind
   */
  receives(kind) {
    const direction = this.#transceiver(kind)?.currentDirection;
    return direction === 'sendrecv' || direction === 'recvonly';
  }

  /** Makes the first offer: audio and video are asked for also where this side has none to give. */
  begin() {
    this.#mayOffer = true;
    for (const kind of KINDS) {
      const track = this.#tracks.get(kind) ?? null;
      this.#connection.addTransceiver(track ?? kind, { direction: track === null ? 'recvonly' : 'sendrecv' });
    }
  }

  /**
   * @param {string} label
   * @param {RTCDataChannelInit} [options]
   */
  openChannel(label, options) {
    return this.#connection.createDataChannel(label, options);
  }

  /** Looks for paths anew, as after a change of networks. */
  restart() {
    if (!this.#closed && this.#mayOffer) this.#connection.restartIce();
  }

  /** Begins again where offers and answers under way may have been lost with the session; media goes on meanwhile. */
  resynchronize() {
    this.#next(async () => {
      if (this.#connection.signalingState === 'have-local-offer') await this.#connection.setLocalDescription({ type: 'rollback' });
      if (this.#first) this.restart();
    });
  }

  /** @param {RTCConfiguration} configuration from the next restart on */
  configure(configuration) {
    if (!this.#closed) this.#connection.setConfiguration(configuration);
  }

  /**
   * Sends another track, or none.
   *
   * @param {Kind} kind
   * @param {MediaStreamTrack | null} track
   */
  async setTrack(kind, track) {
    this.#tracks.set(kind, track);
    const transceiver = this.#transceiver(kind);
    // Before the first offer has come there is nothing to change: what is sent is decided when it comes.
    if (this.#closed || (transceiver === undefined && !this.#mayOffer)) return;
    if (transceiver !== undefined) {
      await transceiver.sender.replaceTrack(track);
      this.#direct(transceiver, track);
    } else if (track !== null) {
      // The first offer had no place for that kind.
      this.#connection.addTransceiver(track, { direction: 'sendrecv' });
    }
    if (kind === 'video') await this.#applyLimit();
  }

  /** @param {PictureLimit} limit for the picture that is sent */
  async limit(limit) {
    this.#limit = limit;
    await this.#applyLimit();
  }

  /** @param {string} sdp */
  takeOffer(sdp) {
    this.#next(async () => {
      this.#ignoresOffer = this.#first && this.#connection.signalingState !== 'stable';
      if (this.#ignoresOffer) return;
      await this.#connection.setRemoteDescription({ type: 'offer', sdp });
      await this.#takeEarlyCandidates();
      if (!this.#mayOffer) await this.#sendTracks();
      // From here on a track that changes is not looked at any more, and has to be offered.
      this.#mayOffer = true;
      await this.#connection.setLocalDescription();
      this.#say(this.#listener.answer);
      this.#listener.changed();
      await this.#applyLimit();
    });
  }

  /** @param {string} sdp */
  takeAnswer(sdp) {
    this.#next(async () => {
      // An answer to an offer that was taken back.
      if (this.#connection.signalingState !== 'have-local-offer') return;
      await this.#connection.setRemoteDescription({ type: 'answer', sdp });
      await this.#takeEarlyCandidates();
      this.#listener.changed();
      await this.#applyLimit();
    });
  }

  /** @param {Payload} payload */
  takeCandidate(payload) {
    this.#next(async () => {
      if (knowsAdditions(payload)) this.#wantEnd();
      const candidate = fromMembers(payload);
      if (this.#connection.remoteDescription !== null) {
        await this.#add(candidate);
      } else if (this.#early.length < MOST_CANDIDATES) {
        this.#early.push(candidate);
      }
    });
  }

  /** Ends the connection; nothing is told after it. */
  close() {
    this.#closed = true;
    clearTimeout(this.#interruption);
    this.#connection.close();
  }

  async #offerIfNeeded() {
    // In any other state the browser asks again once it is stable.
    if (!this.#mayOffer || this.#connection.signalingState !== 'stable') return;
    await this.#connection.setLocalDescription();
    this.#say(this.#listener.offer);
  }

  /** @param {(sdp: string) => void} what */
  #say(what) {
    const sdp = this.#connection.localDescription?.sdp;
    if (!this.#closed && sdp !== undefined) what(sdp);
  }

  /** Puts what is sent into the places that the first offer has for it. */
  async #sendTracks() {
    for (const kind of KINDS) {
      const track = this.#tracks.get(kind) ?? null;
      if (track === null) continue;
      const transceiver = this.#transceiver(kind);
      if (transceiver === undefined) {
        this.#connection.addTransceiver(track, { direction: 'sendrecv' });
      } else {
        await transceiver.sender.replaceTrack(track);
        this.#direct(transceiver, track);
      }
    }
  }

  /**
   * @param {RTCRtpTransceiver} transceiver
   * @param {MediaStreamTrack | null} track
   */
  #direct(transceiver, track) {
    const direction = track === null ? 'recvonly' : 'sendrecv';
    // Setting it asks for a negotiation even where nothing changes in some browsers.
    if (transceiver.direction !== direction) transceiver.direction = direction;
  }

  /** @param {Kind} kind */
  #transceiver(kind) {
    return this.#connection.getTransceivers().find((one) => one.receiver.track.kind === kind && one.direction !== 'stopped');
  }

  async #applyLimit() {
    const sender = this.#transceiver('video')?.sender;
    if (this.#closed || this.#limit === null || sender?.track == null) return;
    const { bitrate, scale, detail } = this.#limit;
    const parameters = sender.getParameters();
    const [encoding] = parameters.encodings;
    // A sender that was not negotiated yet has none; it is asked again then.
    if (encoding === undefined) return;
    encoding.maxBitrate = bitrate;
    encoding.scaleResolutionDownBy = scale;
    parameters.degradationPreference = detail ? 'maintain-resolution' : 'balanced';
    // Refused where a negotiation comes in between, which asks again.
    await sender.setParameters(parameters).catch(() => undefined);
  }

  async #takeEarlyCandidates() {
    for (const candidate of this.#early.splice(0)) await this.#add(candidate);
  }

  /** @param {RTCIceCandidateInit | null} candidate */
  async #add(candidate) {
    try {
      await this.#connection.addIceCandidate(candidate);
    } catch (error) {
      // One path less among several, or one of an offer that is ignored: the call doesn't fail for it.
      if (!this.#ignoresOffer) console.debug('a candidate was not taken:', error instanceof Error ? error.name : 'unknown');
    }
  }

  /** @param {RTCIceCandidate | null} candidate null when all are gathered */
  #gather(candidate) {
    if (this.#closed) return;
    if (candidate === null) {
      this.#gathered = true;
      this.#sendEnd();
    } else if (candidate.candidate !== '') {
      this.#gathered = false;
      this.#listener.candidate(candidate);
    }
  }

  /** The end of candidates is only for those who know of it: a client of the seed may fail on an empty candidate. */
  #wantEnd() {
    if (this.#endWanted) return;
    this.#endWanted = true;
    this.#sendEnd();
  }

  #sendEnd() {
    if (this.#gathered && this.#endWanted && !this.#closed) this.#listener.candidate(null);
  }

  #stateChanged() {
    if (this.#closed) return;
    clearTimeout(this.#interruption);
    const state = this.#connection.connectionState;
    if (state === 'failed') this.restart();
    if (state === 'disconnected') this.#interruption = setTimeout(() => this.restart(), INTERRUPTION);
    this.#listener.changed();
  }

  /** @param {() => Promise<void>} step */
  #next(step) {
    this.#steps = this.#steps
      .then(() => (this.#closed ? undefined : step()))
      .catch((error) => {
        if (!this.#closed) this.#listener.fault(error);
      });
  }
}

/**
 * Which RTCPeerConnection made a description: the number in its `o=` line, which stays the same through all its descriptions (RFC 8829,
 * section 5.2.1) and is another one after a page was reloaded.
 *
 * @param {unknown} sdp
 * @returns {string} empty where it doesn't say
 */
export function originOf(sdp) {
  return /^o=\S+ (\d+) /m.exec(String(sdp))?.[1] ?? '';
}
