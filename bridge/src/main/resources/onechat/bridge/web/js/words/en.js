/**
 * All that the page says, in English. Names of people and rooms are put in as they are.
 *
 * @typedef {typeof en} Dictionary
 */

export const en = {
  /** The language's own name. */
  language: 'English',
  /** As the page's `lang`. */
  tag: 'en',
  /** The texts of index.html, by their `data-text`, `data-label`, `data-title` and `data-placeholder`. */
  page: {
    login: 'Log in',
    logout: 'Log out',
    name: 'Name',
    password: 'Password',
    languageChoice: 'Language',
    close: 'Close',
    rooms: 'Rooms',
    noRooms: 'You are not a member of any room yet.',
    whoWasCalled: 'Who was called',
    you: 'You',
    chat: 'Chat',
    chatInput: 'Message to everyone in the call',
    chatPlaceholder: 'Message',
    send: 'Send',
    controls: 'Call controls',
    participants: 'Participants',
    mute: 'Mute',
    camera: 'Camera off',
    screen: 'Share screen',
    fullscreen: 'Full screen',
    settings: 'Settings',
    hangUp: 'Hang up',
    microphoneChoice: 'Microphone',
    cameraChoice: 'Camera',
    speakerChoice: 'Speaker',
    devicesHint: 'The browser names your devices once you have let this page use them.',
    notifications: 'Notify me of calls in the background',
    callTime: 'Time in this call',
    shortcuts: 'Single keys work in a call',
    shortcutsHint: 'M mutes, V turns the camera off, S shares the screen, C opens the chat, F fills the screen.',
    muteKey: 'Mute (M)',
    cameraKey: 'Camera off (V)',
    screenKey: 'Share screen (S)',
    chatKey: 'Chat (C)',
    fullscreenKey: 'Full screen (F)',
    done: 'Done',
  },
  usualDevice: 'The browser’s choice',
  notifications: {
    on: 'You are notified of calls while this page is in the background.',
    refused: 'Notifications are blocked. Allow them in the browser’s settings for this site.',
    unavailable: 'This browser shows no notifications of web pages.',
  },
  callRoom: 'Call',
  joinRoom: 'Join',
  /** @param {number} user */
  person: (user) => `User ${user}`,
  /** @param {number} room */
  room: (room) => `Room ${room}`,
  /**
   * @param {string[]} names the first of them
   * @param {number} count how many there are in all
   */
  crowd: (names, count) => `${names.join(', ')} and ${count - names.length} others`,
  /** @param {string} people */
  inCall: (people) => `In a call: ${people}`,
  inCallElsewhere: 'You are in this call on another device',
  /** @param {string} people */
  inCallElsewhereWith: (people) => `In a call: you on another device, ${people}`,
  /** @param {string} people */
  online: (people) => `Online: ${people}`,
  nobodyOnline: 'Nobody else is online',

  loggingIn: 'Logging in…',
  comingBack: 'Going on where you were…',
  reconnecting: 'The connection to the server is lost. Reconnecting…',
  reconnectingInCall: 'The connection to the server is lost. Reconnecting… You can go on talking.',
  unreachable: 'The server can’t be reached. Check your connection and try again.',
  wrongPassword: 'The name or the password is wrong.',
  noSuchUser: 'There is no user with this name.',
  tooManyDevices: 'You are logged in on too many devices. Log out on one of them first.',
  tooManyAttempts: 'There were too many attempts. Wait a quarter of an hour and try again.',
  replaced: 'You have been logged in from elsewhere with this device. Log in again to go on here.',
  sessionGone: 'Your session is over. Log in again to go on.',
  lost: 'The connection to the server was lost.',
  tooMuch: 'That was too much at once. Wait a moment and try again.',
  unavailable: 'The server is not available at the moment. Try again in a minute.',
  /** @param {string} message which has the id under which the operator finds the fault */
  serverFault: (message) => `Something went wrong on the server. Try again. (${message})`,
  /** @param {number} code */
  refused: (code) => `The server refused this (${code}).`,
  callRefused: 'The call is full, or you are not a member of this room any more.',
  noSuchCall: 'There is no such call any more.',
  peerFault: 'A connection with one of the participants could not be made. Hang up and call again.',
  clickToHear: 'The browser keeps the others silent until you click or press a key on this page.',

  news: {
    /** @param {string} who */
    joined: (who) => `${who} joined.`,
    /** @param {string} who */
    left: (who) => `${who} hung up.`,
    /** @param {string} who */
    disconnected: (who) => `${who} lost the connection and may come back.`,
    /** @param {string} who */
    moved: (who) => `${who} goes on with another device.`,
    /** @param {string} who */
    declined: (who) => `${who} declined.`,
    /** @param {string} who */
    busy: (who) => `${who} is busy.`,
    /** @param {string} who */
    timeout: (who) => `No answer from ${who}.`,
  },
  hungUp: 'You hung up.',
  /** @param {string} news */
  callEnded: (news) => `Call ended: ${news}`,
  nobodyElse: 'Call ended: there is nobody else in this room.',
  /** @param {string} who */
  didNotComeBack: (who) => `Call ended: ${who} did not come back.`,
  movedAway: 'The call goes on with your other device.',
  callOver: 'The call is over already.',
  /**
   * @param {string} who
   * @param {string} where
   */
  missed: (who, where) => `Missed call from ${who} in ${where}.`,
  takenElsewhere: 'You took the call on another device.',
  refusedElsewhere: 'You declined the call on another device.',

  preparing: 'Waiting for your camera and microphone…',
  entering: 'Connecting…',
  waiting: 'Waiting for the server…',
  /** @param {string} people */
  talking: (people) => `In a call with ${people}.`,
  /** @param {string} people */
  awaiting: (people) => `Waiting for ${people} to come back…`,
  /** @param {string} people */
  ringing: (people) => `Ringing ${people}…`,
  ringingNobody: 'Ringing…',
  /**
   * @param {string} people
   * @param {number} count
   */
  away: (people, count) => `${people} ${count === 1 ? 'is' : 'are'} offline.`,
  rung: {
    ringing: 'ringing…',
    offline: 'offline',
    declined: 'declined',
    busy: 'busy',
    timeout: 'no answer',
  },
  state: {
    connecting: 'connecting…',
    interrupted: 'connection interrupted…',
    failed: 'connection lost',
    connected: '',
  },
  quality: {
    unknown: '',
    good: 'good connection',
    fair: 'fair connection',
    poor: 'poor connection',
  },
  muted: 'muted',
  noMicrophone: 'no microphone',
  noPicture: 'No picture',
  noCamera: 'Camera is off',
  sharing: 'shares the screen',
  yourScreen: 'your screen',
  /** @param {string} who */
  video: (who) => `Video of ${who}`,
  speaking: 'speaking',

  /** @param {string} who */
  isCalling: (who) => `${who} is calling`,
  /** @param {number} count at least 1 */
  moreRings: (count) => (count === 1 ? 'One more call is waiting.' : `${count} more calls are waiting.`),
  accept: 'Accept',
  decline: 'Decline',
  hangUpAndAnswer: 'Hang up and answer',
  busyAnswer: 'Busy',
  /** @param {number} count at least 1 */
  unread: (count) => `${count} unread`,

  camera: 'camera',
  microphone: 'microphone',
  cameraAndMicrophone: 'camera and microphone',
  unheardAndUnseen: 'You see and hear the others, and they don’t see or hear you.',
  unseen: 'The others hear you and don’t see you.',
  unheard: 'The others see you and don’t hear you.',
  /**
   * @param {string} what
   * @param {string} effect
   */
  notAllowed: (what, effect) =>
    `This page is not allowed to use your ${what}. ${effect} To change that, allow it in the browser’s settings for this site, then turn it on with the button below.`,
  /**
   * @param {string} what
   * @param {string} effect
   */
  notFound: (what, effect) => `No ${what} was found. ${effect}`,
  /** @param {string} effect */
  insecure: (effect) => `Browsers give camera and microphone only to pages that came over https. ${effect}`,
  /**
   * @param {string} what
   * @param {string} effect
   */
  inUse: (what, effect) => `Your ${what} can’t be used; perhaps another program uses it. ${effect}`,
  /** @param {string} what */
  unplugged: (what) => `Your ${what} is gone. You stay in the call without it; plug it in again to use it.`,
  /**
   * @param {string} what
   * @param {string} device the other one's name
   */
  replacedBy: (what, device) => `Your ${what} is gone. ${device === '' ? 'Another one' : device} is used now.`,
  /** @param {string} what */
  found: (what) => `Your ${what} is there now, and in use.`,
  screenRefused: 'The screen is not shared: the browser did not allow it.',
};
