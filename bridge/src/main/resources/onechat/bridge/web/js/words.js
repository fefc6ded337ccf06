import { Code, SignalingError } from './signaling.js';

/**
 * @typedef {import('./call.js').Ending} Ending
 * @typedef {import('./call.js').News} News
 * @typedef {import('./media.js').LocalMedia} LocalMedia
 * @typedef {import('./rings.js').RingEnd} RingEnd
 * @typedef {import('./roster.js').RingState} RingState
 */

/*
 * All that the page says beyond the fixed texts of index.html, in words that a person understands.
 */

/** @param {number} user */
export function person(user) {
  // The server gives ids only (section 3), and a name that another client claims for itself could be anybody's.
  return `User ${user}`;
}

/**
 * @param {number[]} users
 * @returns {string} `User 1, User 2 and User 3`
 */
export function people(users) {
  const names = users.map(person);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

/**
 * @param {number} id
 * @param {string | null} name
 */
export function room(id, name) {
  return name === null || name === '' ? `Room ${id}` : name;
}

/**
 * @param {number[]} users who are known to be in a room's call
 * @param {number} self
 * @returns {string} empty where none is known: that there is none is not known
 */
export function inCall(users, self) {
  if (users.length === 0) return '';
  const others = users.filter((user) => user !== self);
  if (others.length === users.length) return `In a call: ${people(others)}`;
  return others.length === 0 ? 'You are in this call on another device' : `In a call: you on another device, ${people(others)}`;
}

/**
 * @param {SignalingError} error that refused a login
 * @returns {string}
 */
export function loginRefused(error) {
  switch (error.code) {
    case Code.LOST:
      return 'The server can’t be reached. Check your connection and try again.';
    case Code.NOT_LOGGED_IN:
      return 'The name or the password is wrong.';
    case Code.NOT_FOUND:
      return 'There is no user with this name.';
    case Code.NOT_ALLOWED:
      return 'You are logged in on too many devices. Log out on one of them first.';
    case Code.TOO_MANY:
      return 'There were too many attempts. Wait a quarter of an hour and try again.';
    default:
      return refused(error);
  }
}

/**
 * @param {SignalingError} error after which one is logged out
 * @returns {string}
 */
export function loggedOut(error) {
  return error.code === Code.REPLACED ? 'You have been logged in from elsewhere with this device. Log in again to go on here.' : loginRefused(error);
}

/**
 * @param {SignalingError} error that refused to let one into a call
 * @returns {string}
 */
export function callRefused(error) {
  switch (error.code) {
    case Code.NOT_ALLOWED:
      return 'The call is full, or you are not a member of this room any more.';
    case Code.NOT_FOUND:
      return 'There is no such call any more.';
    default:
      return refused(error);
  }
}

/** @param {unknown} error for which a participant can't be reached */
export function peerFault(error) {
  return !(error instanceof SignalingError)
    ? 'A connection with one of the participants could not be made. Hang up and call again.'
    : refused(error);
}

/**
 * @param {SignalingError} error any other
 * @returns {string}
 */
export function refused(error) {
  switch (error.code) {
    case Code.LOST:
      return 'The connection to the server was lost.';
    case Code.TOO_MANY:
      return 'That was too much at once. Wait a moment and try again.';
    case Code.UNAVAILABLE:
      return 'The server is not available at the moment. Try again in a minute.';
    case Code.SERVER_FAULT:
      // The text has the id under which the operator finds the fault.
      return `Something went wrong on the server. Try again. (${error.message})`;
    default:
      return `The server refused this (${error.code}).`;
  }
}

/**
 * @param {News} news of a participant, or of one who was rung
 * @returns {string}
 */
export function news({ kind, user }) {
  switch (kind) {
    case 'joined':
      return `${person(user)} joined.`;
    case 'left':
      return `${person(user)} hung up.`;
    case 'disconnected':
      return `${person(user)} lost the connection and may come back.`;
    case 'moved':
      return `${person(user)} goes on with another device.`;
    case 'declined':
      return `${person(user)} declined.`;
    case 'busy':
      return `${person(user)} is busy.`;
    case 'timeout':
      return `No answer from ${person(user)}.`;
  }
}

/**
 * @param {Ending} ending
 * @returns {string} empty where a notice says it already
 */
export function ending({ reason, last }) {
  switch (reason) {
    case 'hung up':
      return 'You hung up.';
    case 'others left':
    case 'nobody there':
      if (last === null) return 'Call ended: there is nobody else in this room.';
      return last.kind === 'disconnected' ? `Call ended: ${person(last.user)} did not come back.` : `Call ended: ${news(last)}`;
    case 'moved':
      return 'The call goes on with your other device.';
    case 'over':
      return 'The call is over already.';
    case 'refused':
      return '';
  }
}

/**
 * @param {RingEnd} end
 * @param {string} where the room's name
 * @returns {string}
 */
export function ringOver({ ring, how }, where) {
  switch (how) {
    case 'missed':
      return `Missed call from ${person(ring.from)} in ${where}.`;
    case 'taken elsewhere':
      return 'You took the call on another device.';
    case 'refused elsewhere':
      return 'You declined the call on another device.';
  }
}

/**
 * @param {RingState} state of a member who was rung
 * @returns {string}
 */
export function rung(state) {
  switch (state) {
    case 'ringing':
      return 'ringing…';
    case 'offline':
      return 'offline';
    case 'declined':
      return 'declined';
    case 'busy':
      return 'busy';
    case 'timeout':
      return 'no answer';
  }
}

/**
 * What a call's state line says.
 *
 * @param {object} state
 * @param {import('./call.js').Phase} state.phase
 * @param {number[]} state.present the other participants
 * @param {number[]} state.ringing
 * @param {number[]} state.offline
 * @param {number[]} state.awaited
 * @returns {string}
 */
export function callState({ phase, present, ringing, offline, awaited }) {
  switch (phase) {
    case 'preparing':
      return 'Waiting for your camera and microphone…';
    case 'entering':
      return 'Connecting…';
    case 'waiting':
      return 'Waiting for the server…';
    case 'ended':
      return 'Call ended.';
    case 'in':
      break;
  }
  if (present.length > 0) return `In a call with ${people(present)}.`;
  if (awaited.length > 0) return `Waiting for ${people(awaited)} to come back…`;
  const away = offline.length === 0 ? '' : ` ${people(offline)} ${offline.length === 1 ? 'is' : 'are'} offline.`;
  if (ringing.length > 0) return `Ringing ${people(ringing)}…${away}`;
  return `Ringing…${away}`;
}

/**
 * @param {import('./peer.js').PeerState} state
 * @returns {string} empty where all is well
 */
export function peerState(state) {
  switch (state) {
    case 'connecting':
      return '(connecting…)';
    case 'interrupted':
      return '(connection interrupted…)';
    case 'failed':
      return '(connection lost)';
    case 'connected':
      return '';
  }
}

/** @param {LocalMedia} media */
export function ownSound(media) {
  if (!media.has('audio')) return '(no microphone)';
  return media.isOn('audio') ? '' : '(muted)';
}

/**
 * @param {LocalMedia} media
 * @returns {string} why others don't hear or see the person; empty where they do
 */
export function deviceProblem(media) {
  const { problems } = media;
  if (problems.size === 0) return '';
  const both = problems.size === 2;
  const what = both ? 'camera and microphone' : problems.has('video') ? 'camera' : 'microphone';
  const effect = both
    ? 'You see and hear the others, and they don’t see or hear you.'
    : problems.has('video')
      ? 'The others hear you and don’t see you.'
      : 'The others see you and don’t hear you.';
  switch ([...problems.values()][0]) {
    case 'refused':
      return `This page is not allowed to use your ${what}. ${effect} To change that, allow it in the browser’s settings for this site, and call again.`;
    case 'missing':
      return `No ${both ? 'camera or microphone' : what} was found. ${effect}`;
    case 'insecure':
      return `Browsers give camera and microphone only to pages that came over https. ${effect}`;
    default:
      return `Your ${what} can’t be used; perhaps another program uses ${both ? 'them' : 'it'}. ${effect}`;
  }
}
