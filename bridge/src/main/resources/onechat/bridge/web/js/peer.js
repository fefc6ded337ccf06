import { END_OF_CANDIDATES, fromMembers, knowsAdditions, toMembers } from './candidate.js';

/**
 * @typedef {import('./signaling.js').Payload} Payload
 * @typedef {'connecting' | 'connected' | 'interrupted' | 'failed'} PeerState how well this participant can be reached
 * @typedef {{user: number, framesDecoded: number, bytesReceived: number, state: RTCPeerConnectionState}} PeerStats
 *     video frames decoded and media octets received since the connection was made
 */

/** The label of the data channel for text between two participants. */
const CHAT = 'chat';
/** The longest chat message that is shown, in UTF-16 units; what is longer is cut. */
const LONGEST_TEXT = 4_000;
/** How many candidates may wait for the remote description; those after them are dropped. */
const MOST_CANDIDATES = 256;

/**
 * The media connection with one other participant of a call: offer, answer, candidates (sections 5.2 and 5.4) and what flows then.
 *
 * Participants who were there first send the offers. An offer that comes from the other side all the same is answered, unless an
 * offer of one who was there first is under way. What arrives is worked off one step at a time, in the order of its arrival.
 *
 * Events: `change` (state or media are others now), `chat` (detail: the text), `fault` (detail: the error; the connection won't come about).
 */
export class Peer extends EventTarget {
  #connection;
  #first;
  #send;
  #steps = Promise.resolve();
  /** @type {(RTCIceCandidateInit | null)[]} Candidates that came before the description they belong to; null is the end. */
  #early = [];
  /** @type {RTCDataChannel | null} */
  #chat = null;
  #gathered = false;
  #endWanted = false;
  #closed = false;

  /** What the participant sends; tracks are added as they come. */
  stream = new MediaStream();

  /**
   * @param {object} options
   * @param {number} options.user the other participant
   * @param {boolean} options.first whether this device was in the call before the other one
   * @param {RTCIceServer[]} options.iceServers as the ack of create or join had them (section 6)
   * @param {MediaStream} options.local what is sent; it may have no tracks
   * @param {(cmd: string, members: object) => Promise<unknown>} options.send sends a command to the participant
   */
  constructor({ user, first, iceServers, local, send }) {
    super();
    this.user = user;
    this.#first = first;
    this.#send = send;
    const connection = new RTCPeerConnection({ iceServers });
    this.#connection = connection;
    connection.addEventListener('icecandidate', (event) => this.#gather(event.candidate));
    connection.addEventListener('track', (event) => this.#addTrack(event.track));
    connection.addEventListener('connectionstatechange', () => this.#changed());
    connection.addEventListener('datachannel', (event) => {
      if (event.channel.label === CHAT) this.#adopt(event.channel);
    });
    for (const track of local.getTracks()) connection.addTrack(track, local);
  }

  /** @returns {PeerState} */
  get state() {
    switch (this.#connection.connectionState) {
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

  /** Whether a picture of the participant is arriving. */
  get seen() {
    return this.stream.getVideoTracks().some((track) => track.readyState === 'live' && !track.muted);
  }

  /** Whether a text would reach the participant. */
  get canChat() {
    return this.#chat?.readyState === 'open';
  }

  /** Sends the offer, with the chat channel in it, and asks for audio and video also where this side has none to give. */
  offer() {
    this.#adopt(this.#connection.createDataChannel(CHAT));
    const sent = new Set(this.#connection.getSenders().map((sender) => sender.track?.kind));
    for (const kind of ['audio', 'video']) {
      if (!sent.has(kind)) this.#connection.addTransceiver(kind, { direction: 'recvonly' });
    }
    this.#next(async () => {
      await this.#connection.setLocalDescription();
      this.#command('webrtc_send_offer', { sdp: this.#connection.localDescription?.sdp });
    });
  }

  /**
   * Takes a payload that this participant sent.
   *
   * @param {Payload} payload an offer, an answer or a candidate; others are ignored
   */
  receive(payload) {
    switch (payload.cmd) {
      case 'webrtc_send_offer':
        this.#next(() => this.#takeOffer(payload.sdp));
        break;
      case 'webrtc_send_answer':
        this.#next(() => this.#takeAnswer(payload.sdp));
        break;
      case 'webrtc_send_ice_candidate':
        this.#next(() => this.#takeCandidate(payload));
        break;
    }
  }

  /**
   * Sends a text to the participant.
   *
   * @param {string} text
   */
  say(text) {
    if (this.canChat) this.#chat?.send(text);
  }

  /** @returns {Promise<PeerStats>} */
  async stats() {
    let framesDecoded = 0;
    let bytesReceived = 0;
    const report = await this.#connection.getStats();
    report.forEach((entry) => {
      if (entry.type !== 'inbound-rtp') return;
      framesDecoded += entry.framesDecoded ?? 0;
      bytesReceived += entry.bytesReceived ?? 0;
    });
    return { user: this.user, framesDecoded, bytesReceived, state: this.#connection.connectionState };
  }

  /** Ends the connection; nothing is sent or dispatched after it. */
  close() {
    this.#closed = true;
    this.#connection.close();
  }

  /** @param {string} sdp */
  async #takeOffer(sdp) {
    if (this.#connection.signalingState === 'have-local-offer' && this.#first) return;
    await this.#connection.setRemoteDescription({ type: 'offer', sdp });
    await this.#takeEarlyCandidates();
    await this.#connection.setLocalDescription();
    this.#command('webrtc_send_answer', { sdp: this.#connection.localDescription?.sdp });
  }

  /** @param {string} sdp */
  async #takeAnswer(sdp) {
    // An answer to nothing belongs to a connection that the participant had before.
    if (this.#connection.signalingState !== 'have-local-offer') return;
    await this.#connection.setRemoteDescription({ type: 'answer', sdp });
    await this.#takeEarlyCandidates();
  }

  /** @param {Payload} payload */
  async #takeCandidate(payload) {
    if (knowsAdditions(payload)) this.#wantEnd();
    const candidate = fromMembers(payload);
    if (this.#connection.remoteDescription !== null) {
      await this.#add(candidate);
    } else if (this.#early.length < MOST_CANDIDATES) {
      this.#early.push(candidate);
    }
  }

  async #takeEarlyCandidates() {
    for (const candidate of this.#early.splice(0)) await this.#add(candidate);
  }

  /** @param {RTCIceCandidateInit | null} candidate */
  async #add(candidate) {
    try {
      await this.#connection.addIceCandidate(candidate);
    } catch (error) {
      // One path less among several, or a leftover of an earlier connection: the call doesn't fail for it.
      console.debug('a candidate was not taken:', error instanceof Error ? error.name : 'unknown');
    }
  }

  /** @param {RTCIceCandidate | null} candidate null when all are gathered */
  #gather(candidate) {
    if (candidate === null) {
      this.#gathered = true;
      this.#sendEnd();
    } else if (candidate.candidate !== '') {
      this.#command('webrtc_send_ice_candidate', toMembers(candidate));
    }
  }

  #wantEnd() {
    if (this.#endWanted) return;
    this.#endWanted = true;
    this.#sendEnd();
  }

  #sendEnd() {
    if (this.#gathered && this.#endWanted) this.#command('webrtc_send_ice_candidate', END_OF_CANDIDATES);
  }

  /** @param {MediaStreamTrack} track */
  #addTrack(track) {
    this.stream.addTrack(track);
    for (const type of ['mute', 'unmute', 'ended']) track.addEventListener(type, () => this.#changed());
    this.#changed();
  }

  /** @param {RTCDataChannel} channel */
  #adopt(channel) {
    // Should both sides have made one, texts go over the own one and are heard on both.
    this.#chat ??= channel;
    channel.addEventListener('open', () => this.#changed());
    channel.addEventListener('close', () => this.#changed());
    channel.addEventListener('message', (event) => {
      if (typeof event.data === 'string') this.#emit('chat', event.data.slice(0, LONGEST_TEXT));
    });
  }

  /**
   * @param {string} cmd
   * @param {object} members
   */
  #command(cmd, members) {
    if (this.#closed) return;
    this.#send(cmd, members).catch((error) => this.#emit('fault', error));
  }

  /** @param {() => Promise<void>} step */
  #next(step) {
    this.#steps = this.#steps
      .then(() => (this.#closed ? undefined : step()))
      .catch((error) => this.#emit('fault', error));
  }

  #changed() {
    this.#emit('change', null);
  }

  /**
   * @param {string} type
   * @param {unknown} detail
   */
  #emit(type, detail) {
    if (!this.#closed) this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
