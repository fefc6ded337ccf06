/**
 * ICE candidates, between the members of `webrtc_send_ice_candidate` (section 2) and what an RTCPeerConnection takes.
 *
 * Clients of the seed send `label` and `candidate` only, where `label` is the m-line's index (a number) or its mid (a string). This page adds
 * `sdpMid` and `usernameFragment`, which the server relays as they are (section 5.4).
 */

/**
 * @typedef {{label?: number | string | null, candidate?: string | null, sdpMid?: unknown, usernameFragment?: unknown,
 *     [member: string]: unknown}} Members
 */

/**
 * @param {RTCIceCandidate} candidate one with a candidate line, not the end of them
 * @returns {Members}
 */
export function toMembers(candidate) {
  /** @type {Members} */
  const members = { label: candidate.sdpMLineIndex, candidate: candidate.candidate };
  if (candidate.sdpMid !== null) members.sdpMid = candidate.sdpMid;
  if (candidate.usernameFragment !== null) members.usernameFragment = candidate.usernameFragment;
  return members;
}

/** @type {Readonly<Members>} The members that say: no more candidates will come. The label is there for clients that insist on a number. */
export const END_OF_CANDIDATES = Object.freeze({ label: 0, candidate: '' });

/**
 * @param {Members} members
 * @returns {RTCIceCandidateInit | null} null for the end of candidates
 */
export function fromMembers(members) {
  const { label, candidate, sdpMid, usernameFragment } = members;
  if (typeof candidate !== 'string' || candidate === '') return null;
  /** @type {RTCIceCandidateInit} */
  const init = { candidate };
  if (typeof sdpMid === 'string') init.sdpMid = sdpMid;
  else if (typeof label === 'string') init.sdpMid = label;
  if (typeof label === 'number') init.sdpMLineIndex = label;
  // With neither, the first m-line: everything is bundled on it, and a browser takes no candidate that belongs nowhere.
  if (init.sdpMid === undefined && init.sdpMLineIndex === undefined) init.sdpMLineIndex = 0;
  if (typeof usernameFragment === 'string') init.usernameFragment = usernameFragment;
  return init;
}

/**
 * Whether the sender of these members knows of the additions, and therefore of the end of candidates: a client of the seed may fail on an
 * empty candidate, so it is spared.
 *
 * @param {Members} members
 */
export function knowsAdditions(members) {
  return members.usernameFragment !== undefined || members.sdpMid !== undefined;
}
