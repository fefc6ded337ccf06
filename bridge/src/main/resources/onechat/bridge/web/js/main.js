import { Client, Code, SignalingError } from '../onechat.js';
import { Attention } from './attention.js';
import { InCall } from './in-call.js';
import { Phone } from './phone.js';
import { PresenceWatch } from './presence.js';
import { leave, tabDevice, takeLeft } from './reload.js';
import { byId, setText } from './view/element.js';
import { LanguageView } from './view/language.js';
import { LoginView } from './view/login.js';
import { MessagesView } from './view/messages.js';
import { RingView } from './view/ring.js';
import { RoomsView } from './view/rooms.js';
import { Words } from './words/words.js';

/**
 * @typedef {import('../onechat.js').Ring} Ring
 * @typedef {import('../onechat.js').SavedSession} SavedSession
 * @typedef {import('./reload.js').Left} Left
 * @typedef {import('./view/messages.js').Say} Say
 * @typedef {'start' | 'login' | 'rooms' | 'call'} View
 */

/** After how long a server that could not be reached after a reload is tried again, in milliseconds. */
const ANOTHER_TRY = 1_000;

/** The page: what the phone does is shown, and what the person does is handed to the phone. */
class Page {
  #words = new Words();
  #client;
  #phone;
  #attention = new Attention();
  #messages = new MessagesView();
  #languageView = new LanguageView(this.#words);
  #loginView = new LoginView((name, password) => this.#login(name, password));
  #roomsView = new RoomsView(this.#words, (room) => this.#dial(room));
  #presence;
  #ringView = new RingView(this.#words, {
    accept: (ring) => {
      this.#messages.clearNotice();
      this.#phone.accept(ring);
    },
    refuse: (ring) => this.#phone.refuse(ring),
  });
  #inCall;
  #self = byId('self', HTMLSpanElement);
  #logout = byId('logout', HTMLButtonElement);
  /** @type {View} */
  #view = 'start';
  /** @type {boolean | undefined} Whether somebody is; undefined while a session from before a reload is being gone on with. */
  #loggedIn = false;
  #name = '';
  /** @type {Left | null} Where the person was before a reload. */
  #left = null;
  #loggingOut = Promise.resolve();
  /** @type {Ring | undefined} The ring that is shown. */
  #ring;
  /** Rooms whose members' names have been asked for. */
  #introduced = new Set();

  /** @param {string | undefined} device this tab's name among the person's devices */
  constructor(device) {
    this.#client = new Client(device === undefined ? {} : { device });
    this.#phone = new Phone(this.#client);
    this.#presence = new PresenceWatch(
      this.#client,
      () => this.#roomsView.inView(),
      (presence) => {
        this.#words.learn(presence.names ?? {});
        this.#phone.rooms.told(presence);
      },
    );
    this.#inCall = new InCall({
      words: this.#words,
      client: this.#client,
      phone: this.#phone,
      messages: this.#messages,
      attention: this.#attention,
      changed: () => this.#render(),
    });
    this.#listenToPerson();
    this.#listenToClient();
    this.#listenToPhone();
  }

  /**
   * Shows what there is to show, which after a reload is where the person was.
   *
   * @param {Left | null} left
   */
  async begin(left) {
    if (left === null) {
      this.#render();
      return;
    }
    this.#loggedIn = undefined;
    this.#left = left;
    this.#name = left.name;
    this.#loginView.suggest(left.name);
    this.#messages.status(() => this.#words.all.comingBack);
    this.#render();
    this.#phone.expect(left.rings);
    if (!(await this.#restore(left.session))) {
      this.#loggedOut(() => this.#words.all.sessionGone);
      return;
    }
    this.#loggedIn = true;
    this.#messages.clearStatus();
    this.#render();
    if (left.room !== 0) this.#phone.goOn(left.room);
  }

  /**
   * Goes on with a session, for as long as the server may keep it.
   *
   * @param {SavedSession} session
   * @returns {Promise<boolean>} false where it is gone
   */
  async #restore(session) {
    for (;;) {
      try {
        await this.#client.restore(session);
        return true;
      } catch (error) {
        const away = error instanceof SignalingError && (error.code === Code.LOST || error.code === Code.UNAVAILABLE);
        if (!away || Date.now() > session.at + session.resume_window * 1_000) return false;
      }
      this.#messages.connection(() => this.#words.all.reconnecting);
      await new Promise((resolve) => setTimeout(resolve, ANOTHER_TRY));
    }
  }

  /** @returns {Promise<import('../onechat.js').ParticipantStats[]>} one entry for each of the other participants of the call; empty without a call */
  stats() {
    return Promise.all((this.#phone.call?.participants ?? []).map((participant) => participant.stats()));
  }

  #listenToPerson() {
    this.#logout.addEventListener('click', () => this.#logOut());
    this.#words.on('change', () => {
      this.#languageView.render();
      this.#inCall.translate();
      this.#messages.render();
      this.#render();
    });
    for (const type of ['click', 'keydown']) document.addEventListener(type, () => this.#unlock(), { capture: true });
    document.addEventListener('visibilitychange', () => this.#render());
    globalThis.addEventListener('pagehide', () => this.#goAway());
    // A page that the browser has kept has lost its connection, and perhaps its session: it begins anew, from what it left.
    globalThis.addEventListener('pageshow', (event) => event.persisted && location.reload());
  }

  #listenToClient() {
    this.#client.on('online', ({ resumed }) => {
      if (!resumed) this.#introduced.clear();
      this.#words.learn({ [this.#client.user]: this.#name });
      this.#messages.clearConnection();
      this.#render();
    });
    this.#client.on('reconnecting', () => {
      this.#messages.connection(() => (this.#phone.call === null ? this.#words.all.reconnecting : this.#words.all.reconnectingInCall));
      this.#render();
    });
    this.#client.on('fault', (error) => this.#messages.notice(() => this.#words.refused(error)));
    this.#client.on('ended', (error) => error !== null && this.#loggedOut(() => this.#words.loggedOut(error)));
  }

  #listenToPhone() {
    const phone = this.#phone;
    phone.on('change', () => this.#render());
    phone.rooms.on('change', () => this.#render());
    phone.on('over', (end) => this.#messages.status(() => this.#words.ringOver(end, this.#roomName(end.ring.room))));
    phone.on('ended', (end) => {
      this.#introduced.clear();
      this.#messages.status(() => this.#words.ending(end));
      const { error, reason } = end;
      if (reason === 'refused' && error !== null) this.#messages.notice(() => this.#words.callRefused(error));
    });
  }

  /**
   * @param {string} name
   * @param {string} password
   */
  async #login(name, password) {
    this.#messages.clearNotice();
    this.#messages.status(() => this.#words.all.loggingIn);
    this.#name = name;
    await this.#loggingOut;
    try {
      await this.#client.login({ name, pass: password });
    } catch (error) {
      this.#messages.clearStatus();
      this.#messages.notice(() => this.#words.loggedOut(/** @type {SignalingError} */ (error)));
      return false;
    }
    this.#loggedIn = true;
    this.#messages.clearStatus();
    this.#render();
    return true;
  }

  #logOut() {
    this.#phone.hangUp();
    this.#loggingOut = this.#client.logout();
    this.#loggedOut(() => '');
  }

  /** @param {Say} why empty if the person asked for it */
  #loggedOut(why) {
    this.#loggedIn = false;
    this.#phone.reset();
    this.#messages.clearConnection();
    this.#messages.clearStatus();
    this.#messages.notice(why);
    this.#render();
  }

  /** The page goes; if it is reloaded it goes on from here. */
  #goAway() {
    const session = this.#client.save();
    if (this.#loggedIn === undefined && this.#left !== null) leave(this.#left);
    else if (session !== null) leave({ session, name: this.#name, room: this.#phone.call?.room ?? 0, rings: this.#phone.rings });
  }

  /** @param {number} room */
  #dial(room) {
    this.#messages.clearNotice();
    this.#phone.dial(room);
  }

  /** Within a click or a key press. */
  #unlock() {
    this.#attention.unlock();
    this.#inCall.unlock();
  }

  #render() {
    const { room, rings, rooms } = this.#phone;
    this.#inCall.render();
    this.#show(this.#loggedIn === undefined ? 'start' : !this.#loggedIn ? 'login' : room !== 0 ? 'call' : 'rooms');
    this.#roomsView.render(rooms.all, this.#client.user, this.#client.state === 'online');
    if (this.#view === 'rooms') this.#presence.start();
    else this.#presence.stop();
    this.#renderRings();
    for (const known of [room, ...rings.map((ring) => ring.room)]) this.#introduce(known);
    this.#self.hidden = !this.#loggedIn;
    this.#logout.hidden = !this.#loggedIn || room !== 0;
    setText(this.#self, this.#name);
    const title = rings.length > 0 ? this.#words.all.isCalling(this.#words.person(rings[0].from)) : room !== 0 ? this.#roomName(room) : '';
    document.title = title === '' ? 'OneChat' : `${title} – OneChat`;
  }

  #renderRings() {
    const { rings, room } = this.#phone;
    const [ring] = rings;
    const where = ring === undefined ? '' : this.#roomName(ring.room);
    // Within a call a ring is shown beside it, where an open dialog would keep it out of reach.
    if (ring !== undefined && ring !== this.#ring && room !== 0) this.#inCall.closeSettings();
    this.#ring = ring;
    this.#ringView.render(rings, where, room !== 0);
    if (ring === undefined) this.#attention.stop();
    else this.#attention.start(this.#words.all.isCalling(this.#words.person(ring.from)), where);
  }

  /**
   * Asks once for the names of a room's members.
   *
   * @param {number} room
   */
  #introduce(room) {
    if (room === 0 || this.#introduced.has(room) || this.#client.state !== 'online') return;
    this.#introduced.add(room);
    this.#presence.ask(room);
  }

  /**
   * Changes the view, and moves the focus into it: where it was is not on the page any more.
   *
   * @param {View} view
   */
  #show(view) {
    if (view === this.#view) return;
    if (this.#view === 'call') this.#inCall.clear();
    this.#view = view;
    document.body.dataset.view = view;
    for (const name of ['login', 'rooms', 'call']) byId(`${name}-view`, HTMLElement).hidden = name !== view;
    if (view === 'login') this.#loginView.focus();
    else if (view !== 'start') byId(`${view}-title`, HTMLHeadingElement).focus();
  }

  /** @param {number} id */
  #roomName(id) {
    return this.#words.room(id, this.#phone.rooms.nameOf(id));
  }
}

const left = takeLeft();
const page = new Page(await tabDevice());
page.begin(left);

/**
 * The one thing that the page shows to scripts, for tests and for looking into a call that goes badly from the browser's console:
 * `stats()` gives a promise of `[{user, framesDecoded, bytesReceived, state, …}]`, one entry per other participant.
 */
Object.defineProperty(window, 'onechat', { value: Object.freeze({ stats: () => page.stats() }) });
