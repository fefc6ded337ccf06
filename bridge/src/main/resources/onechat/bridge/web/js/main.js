import { Phone } from './phone.js';
import { Ringtone } from './ringtone.js';
import { Session } from './session.js';
import { CallView } from './view/call.js';
import { ChatView } from './view/chat.js';
import { byId, setText } from './view/element.js';
import { LoginView } from './view/login.js';
import { MessagesView } from './view/messages.js';
import { RingView } from './view/ring.js';
import { RoomsView } from './view/rooms.js';
import * as words from './words.js';

/**
 * @typedef {import('./media.js').Kind} Kind
 * @typedef {import('./peer.js').PeerStats} PeerStats
 * @typedef {import('./signaling.js').SignalingError} SignalingError
 */

/** The page: what the phone does is shown, and what the person does is handed to the phone. */
class Page {
  #session = new Session(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/onechat`);
  #phone = new Phone(this.#session);
  #ringtone = new Ringtone();
  #messages = new MessagesView();
  #loginView = new LoginView((name, password) => this.#login(name, password));
  #roomsView = new RoomsView((room) => this.#dial(room));
  #callView = new CallView({
    hangUp: () => this.#phone.hangUp(),
    toggle: (kind) => this.#toggle(kind),
    silenced: () => this.#askForClick(),
  });
  #chatView = new ChatView((text) => this.#phone.call?.say(text));
  #ringView = new RingView({
    accept: (ring) => {
      this.#messages.clearNotice();
      this.#phone.accept(ring);
    },
    refuse: (ring) => this.#phone.refuse(ring),
  });
  #self = byId('self', HTMLSpanElement);
  #logout = byId('logout', HTMLButtonElement);
  /** @type {'login' | 'rooms' | 'call' | null} */
  #view = null;
  #loggedIn = false;
  #name = '';
  #news = '';
  /** @type {unknown} The media whose problems have been told. */
  #toldOf = null;

  constructor() {
    this.#logout.addEventListener('click', () => this.#logOut());
    on(this.#session, 'ready', () => this.#messages.connection(true));
    on(this.#session, 'lost', () => {
      this.#messages.connection(false);
      this.#render();
    });
    on(this.#session, 'fault', (error) => this.#messages.notice(words.refused(error)));
    on(this.#session, 'ended', (error) => this.#loggedOut(words.loggedOut(error)));
    on(this.#phone, 'change', () => this.#render());
    on(this.#phone.rooms, 'change', () => this.#render());
    on(this.#phone, 'news', (news) => {
      // Who has come is said by the state of the call already.
      this.#news = news.kind === 'joined' ? '' : words.news(news);
      this.#render();
    });
    on(this.#phone, 'chat', (message) => this.#chatView.add(message, this.#session.user));
    on(this.#phone, 'fault', (error) => this.#messages.notice(words.peerFault(error)));
    on(this.#phone, 'over', (end) => this.#messages.status(words.ringOver(end, this.#roomName(end.ring.room))));
    on(this.#phone, 'ended', (ending) => {
      this.#messages.status(words.ending(ending));
      if (ending.reason === 'refused') this.#messages.notice(words.callRefused(ending.error));
    });
    this.#render();
  }

  /** @returns {Promise<PeerStats[]>} one entry for each of the other participants of the call; empty without a call */
  stats() {
    return Promise.all((this.#phone.call?.peers ?? []).map((peer) => peer.stats()));
  }

  /**
   * @param {string} name
   * @param {string} password
   */
  async #login(name, password) {
    this.#messages.clearNotice();
    this.#messages.status('Logging in…');
    this.#ringtone.unlock();
    try {
      await this.#session.login(name, password);
    } catch (error) {
      this.#messages.status('');
      this.#messages.notice(words.loginRefused(/** @type {SignalingError} */ (error)));
      return false;
    }
    this.#loggedIn = true;
    this.#name = name;
    this.#messages.status('');
    this.#render();
    return true;
  }

  #logOut() {
    this.#phone.hangUp();
    this.#session.logout();
    this.#loggedOut('');
  }

  /** @param {string} why empty if the person asked for it */
  #loggedOut(why) {
    this.#loggedIn = false;
    this.#phone.reset();
    this.#messages.connection(true);
    this.#messages.status('');
    if (why === '') this.#messages.clearNotice();
    else this.#messages.notice(why);
    this.#render();
  }

  /** @param {number} room */
  #dial(room) {
    this.#messages.clearNotice();
    this.#phone.dial(room);
  }

  /** @param {Kind} kind */
  #toggle(kind) {
    const media = this.#phone.call?.media;
    media?.turn(kind, !media.isOn(kind));
    this.#render();
  }

  #askForClick() {
    this.#messages.notice('The browser keeps the others silent until you click or press a key on this page.');
    const play = () => {
      document.removeEventListener('click', play);
      document.removeEventListener('keydown', play);
      this.#messages.clearNotice();
      this.#callView.play();
    };
    document.addEventListener('click', play);
    document.addEventListener('keydown', play);
  }

  #render() {
    const { call, ring } = this.#phone;
    if (call !== null) this.#renderCall(call);
    this.#show(!this.#loggedIn ? 'login' : call !== null ? 'call' : 'rooms');
    this.#roomsView.render(this.#phone.rooms.all, this.#session.user, this.#session.ready);
    this.#ringView.render(ring, ring === null ? '' : this.#roomName(ring.room), call !== null);
    if (ring === null) this.#ringtone.stop();
    else this.#ringtone.start();
    document.title = ring === null ? 'OneChat' : `${words.person(ring.from)} is calling – OneChat`;
    this.#self.hidden = !this.#loggedIn;
    this.#logout.hidden = !this.#loggedIn || call !== null;
    setText(this.#self, this.#loggedIn && this.#session.ready ? `${this.#name} (${words.person(this.#session.user)})` : this.#name);
  }

  /** @param {import('./call.js').Call} call */
  #renderCall(call) {
    this.#callView.render(call, this.#phone.rooms.nameOf(call.room));
    this.#chatView.enable(call.peers.some((peer) => peer.canChat));
    if (call.phase === 'ended') return;
    /** @param {import('./roster.js').RingState} state */
    const rung = (state) => [...call.roster.rung].filter((entry) => entry[1] === state).map((entry) => entry[0]);
    const state = words.callState({
      phase: call.phase,
      present: call.peers.map((peer) => peer.user),
      ringing: rung('ringing'),
      offline: rung('offline'),
      awaited: call.roster.awaited,
    });
    this.#messages.status(`${this.#news} ${state}`.trim());
    if (call.media !== null && call.media !== this.#toldOf) {
      this.#toldOf = call.media;
      const problem = words.deviceProblem(call.media);
      if (problem !== '') this.#messages.notice(problem);
    }
  }

  /**
   * Changes the view, and moves the focus into it: where it was is not on the page any more.
   *
   * @param {'login' | 'rooms' | 'call'} view
   */
  #show(view) {
    if (view === this.#view) return;
    if (this.#view === 'call') {
      this.#callView.clear();
      this.#chatView.clear();
    }
    this.#news = '';
    this.#view = view;
    document.body.dataset.view = view;
    for (const name of ['login', 'rooms', 'call']) byId(`${name}-view`, HTMLElement).hidden = name !== view;
    if (view === 'login') this.#loginView.focus();
    else byId(`${view}-title`, HTMLHeadingElement).focus();
  }

  /** @param {number} id */
  #roomName(id) {
    return words.room(id, this.#phone.rooms.nameOf(id));
  }
}

/**
 * @param {EventTarget} target
 * @param {string} type
 * @param {(detail: any) => void} listener
 */
function on(target, type, listener) {
  target.addEventListener(type, (event) => listener(/** @type {CustomEvent} */ (event).detail));
}

const page = new Page();

/**
 * The one thing that the page shows to scripts, for tests and for looking into a call that goes badly from the browser's console:
 * `stats()` gives a promise of `[{user, framesDecoded, bytesReceived, state}]`, one entry per other participant.
 */
Object.defineProperty(window, 'onechat', { value: Object.freeze({ stats: () => page.stats() }) });
