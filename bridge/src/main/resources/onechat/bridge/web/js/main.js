import { Client } from '../onechat.js';
import { Attention } from './attention.js';
import { Meters } from './meters.js';
import { Phone } from './phone.js';
import { PresenceWatch } from './presence.js';
import { leave, tabDevice, takeLeft } from './reload.js';
import { CallView } from './view/call.js';
import { ChatView } from './view/chat.js';
import { ControlsView } from './view/controls.js';
import { byId, setText } from './view/element.js';
import { LanguageView } from './view/language.js';
import { LoginView } from './view/login.js';
import { MessagesView } from './view/messages.js';
import { RingView } from './view/ring.js';
import { RoomsView } from './view/rooms.js';
import { SettingsView } from './view/settings.js';
import { WakeLock } from './wake-lock.js';
import { Words } from './words/words.js';

/**
 * @typedef {import('../onechat.js').SignalingError} SignalingError
 * @typedef {import('./devices.js').Kind} Kind
 * @typedef {import('./reload.js').Left} Left
 * @typedef {import('./view/messages.js').Say} Say
 * @typedef {'start' | 'login' | 'rooms' | 'call'} View
 */

/** The page: what the phone does is shown, and what the person does is handed to the phone. */
class Page {
  #words = new Words();
  #client;
  #phone;
  #attention = new Attention();
  #wakeLock = new WakeLock();
  #meters = new Meters(() => this.#render());
  #messages = new MessagesView();
  #languageView = new LanguageView(this.#words);
  #loginView = new LoginView((name, password) => this.#login(name, password));
  #roomsView = new RoomsView(this.#words, (room) => this.#dial(room));
  #presence;
  #callView = new CallView(this.#words, this.#meters, () => this.#askForClick());
  #controls = new ControlsView({
    hangUp: () => this.#phone.hangUp(),
    mute: () => this.#toggle('audio'),
    camera: () => this.#toggle('video'),
    screen: () => this.#toggleScreen(),
  });
  #chatView = new ChatView(this.#words, (text) => this.#say(text));
  #ringView = new RingView(this.#words, {
    accept: (ring) => {
      this.#messages.clearNotice();
      this.#phone.accept(ring);
    },
    refuse: (ring) => this.#phone.refuse(ring),
  });
  #settingsView;
  #self = byId('self', HTMLSpanElement);
  #logout = byId('logout', HTMLButtonElement);
  /** @type {View} */
  #view = 'start';
  /** Whether there is somebody whose rooms and calls are shown; undefined while a session from before a reload is being gone on with. */
  /** @type {boolean | undefined} */
  #loggedIn = false;
  #name = '';
  /** @type {Say} */
  #news = () => '';
  /** @type {import('./media.js').LocalMedia | null} The media whose problems have been told. */
  #toldOf = null;
  /** The call that the meters belong to. */
  /** @type {import('../onechat.js').Call | null} */
  #metered = null;
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
    this.#settingsView = new SettingsView({
      words: this.#words,
      attention: this.#attention,
      chosen: this.#phone.devices,
      keys: this.#controls,
      choose: (what, deviceId) => this.#choose(what, deviceId),
    });
    this.#callView.soundFrom(this.#phone.devices.get('speaker'));
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
    this.#name = left.name;
    this.#loginView.suggest(left.name);
    this.#messages.status(() => this.#words.all.comingBack);
    this.#render();
    try {
      await this.#client.restore(left.session);
    } catch {
      this.#loggedOut(() => this.#words.all.sessionGone);
      return;
    }
    this.#loggedIn = true;
    this.#messages.clearStatus();
    this.#render();
    if (left.room !== 0) this.#phone.goOn(left.room);
  }

  /** @returns {Promise<import('../onechat.js').ParticipantStats[]>} one entry for each of the other participants of the call; empty without a call */
  stats() {
    return Promise.all((this.#phone.call?.participants ?? []).map((participant) => participant.stats()));
  }

  #listenToPerson() {
    this.#logout.addEventListener('click', () => this.#logOut());
    byId('settings', HTMLButtonElement).addEventListener('click', () => this.#settingsView.open(this.#phone.media));
    this.#words.on('change', () => {
      this.#languageView.render();
      this.#settingsView.render();
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
    phone.on('news', (news) => {
      // Who has come is said by the state of the call already.
      this.#news = news.kind === 'joined' ? () => '' : () => this.#words.news(news);
      this.#render();
    });
    phone.on('text', (message) => this.#chatView.add(message, this.#client.user));
    phone.on('fault', (error) => this.#messages.notice(() => this.#words.peerFault(error)));
    phone.on('over', (end) => this.#messages.status(() => this.#words.ringOver(end, this.#roomName(end.ring.room))));
    phone.on('unplugged', ({ kind, by }) => {
      const { replacedBy, unplugged } = this.#words.all;
      this.#messages.notice(() => (by === null ? unplugged(this.#words.device(kind)) : replacedBy(this.#words.device(kind), by.label)));
      this.#render();
    });
    phone.on('found', (kind) => this.#messages.notice(() => this.#words.all.found(this.#words.device(kind))));
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
    this.#client.logout();
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
    if (session !== null) leave({ session, name: this.#name, room: this.#phone.call?.room ?? 0 });
  }

  /** @param {number} room */
  #dial(room) {
    this.#messages.clearNotice();
    this.#phone.dial(room);
  }

  /** @param {string} text */
  #say(text) {
    this.#phone.call?.say(text);
    this.#chatView.add({ user: this.#client.user, text }, this.#client.user);
  }

  /** @param {Kind} kind */
  async #toggle(kind) {
    const { media } = this.#phone;
    if (media === null) return;
    const on = !media.isOn(kind);
    const problem = await media.turn(kind, on);
    if (problem !== null) this.#messages.notice(() => this.#words.deviceProblem(new Map([[kind, problem]])));
    else if (on) this.#messages.clearNotice();
    this.#render();
  }

  async #toggleScreen() {
    const { media } = this.#phone;
    if (media?.sharing) media.unshare();
    else if (media !== null && !(await media.share())) this.#news = () => this.#words.all.screenRefused;
    this.#render();
  }

  /**
   * @param {Kind | 'speaker'} what
   * @param {string} deviceId
   */
  async #choose(what, deviceId) {
    const { devices, media } = this.#phone;
    if (what === 'speaker' || media === null) devices.set(what, deviceId);
    if (what === 'speaker') {
      this.#callView.soundFrom(deviceId);
    } else if (media !== null) {
      const problem = await media.choose(what, deviceId);
      if (problem !== null) this.#messages.notice(() => this.#words.deviceProblem(new Map([[what, problem]])));
      this.#render();
    }
  }

  /** Within a click or a key press. */
  #unlock() {
    this.#attention.unlock();
    this.#meters.unlock();
  }

  #askForClick() {
    this.#messages.notice(() => this.#words.all.clickToHear);
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
    const { call, media, room, rings, rooms } = this.#phone;
    if (room !== 0) this.#renderCall();
    this.#meter(call);
    this.#wakeLock.keep(call !== null);
    this.#show(this.#loggedIn === undefined ? 'start' : !this.#loggedIn ? 'login' : room !== 0 ? 'call' : 'rooms');
    this.#controls.render(media);
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
    this.#ringView.render(rings, where, room !== 0);
    if (ring === undefined) this.#attention.stop();
    else this.#attention.start(this.#words.all.isCalling(this.#words.person(ring.from)), where);
  }

  #renderCall() {
    const { call, media, room } = this.#phone;
    this.#callView.render(call, media, this.#roomName(room), this.#client.user);
    this.#chatView.enable(call?.participants.some((participant) => participant.canReceiveText) ?? false);
    this.#messages.status(() => `${this.#news()} ${this.#callState()}`.trim());
    if (media !== null && media !== this.#toldOf) {
      this.#toldOf = media;
      // As things are now: what is turned on later has a say of its own.
      const problems = new Map(media.problems);
      if (problems.size > 0) this.#messages.notice(() => this.#words.deviceProblem(problems));
    }
  }

  #callState() {
    const { call } = this.#phone;
    const { all } = this.#words;
    if (call === null) return all.preparing;
    if (call.since === null) return call.phase === 'waiting' ? all.waiting : all.entering;
    /** @param {import('../onechat.js').RingState} state */
    const rung = (state) => [...call.rung].filter((entry) => entry[1] === state).map((entry) => entry[0]);
    return this.#words.callState({
      present: call.participants.map((participant) => participant.user),
      ringing: rung('ringing'),
      offline: rung('offline'),
      awaited: call.awaited,
    });
  }

  /** @param {import('../onechat.js').Call | null} call */
  #meter(call) {
    if (call !== this.#metered) {
      this.#metered = call;
      if (call === null) this.#meters.stop();
      else this.#meters.start(call, this.#client.user);
    }
    if (call !== null) this.#meters.ownTrack(this.#phone.media?.track('audio') ?? null);
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
    if (this.#view === 'call') {
      this.#callView.clear();
      this.#chatView.clear();
      this.#controls.leaveFullscreen();
      this.#settingsView.close();
    }
    this.#news = () => '';
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
