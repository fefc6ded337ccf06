import { Meters } from './meters.js';
import { CallView } from './view/call.js';
import { ChatView } from './view/chat.js';
import { ControlsView } from './view/controls.js';
import { byId } from './view/element.js';
import { SettingsView } from './view/settings.js';
import { WakeLock } from './wake-lock.js';

/**
 * @typedef {import('../onechat.js').Call} Call
 * @typedef {import('../onechat.js').Client} Client
 * @typedef {import('../onechat.js').RingState} RingState
 * @typedef {import('./attention.js').Attention} Attention
 * @typedef {import('./devices.js').Kind} Kind
 * @typedef {import('./devices.js').Problem} Problem
 * @typedef {import('./media.js').LocalMedia} LocalMedia
 * @typedef {import('./phone.js').Phone} Phone
 * @typedef {import('./view/messages.js').MessagesView} MessagesView
 * @typedef {import('./view/messages.js').Say} Say
 * @typedef {import('./words/words.js').Words} Words
 */

/** @type {Say} */
const NO_NEWS = () => '';

/** What is shown of a call, and what the person does in it; and the settings, which are a call's devices for the most part. */
export class InCall {
  #words;
  #client;
  #phone;
  #messages;
  #changed;
  #wakeLock = new WakeLock();
  #meters;
  #callView;
  #controls;
  #chatView;
  #settingsView;
  #news = NO_NEWS;
  /** @type {LocalMedia | null} The media whose problems have been told. */
  #toldOf = null;
  /** @type {Call | null} The call that the meters belong to. */
  #metered = null;

  /**
   * @param {object} parts
   * @param {Words} parts.words
   * @param {Client} parts.client
   * @param {Phone} parts.phone
   * @param {MessagesView} parts.messages
   * @param {Attention} parts.attention
   * @param {() => void} parts.changed called when what is shown is another
   */
  constructor({ words, client, phone, messages, attention, changed }) {
    this.#words = words;
    this.#client = client;
    this.#phone = phone;
    this.#messages = messages;
    this.#changed = changed;
    this.#meters = new Meters(changed);
    this.#callView = new CallView(words, this.#meters, () => this.#askForClick());
    this.#callView.soundFrom(phone.devices.get('speaker'));
    this.#controls = new ControlsView({
      hangUp: () => phone.hangUp(),
      mute: () => this.#toggle('audio'),
      camera: () => this.#toggle('video'),
      screen: () => this.#toggleScreen(),
    });
    this.#chatView = new ChatView(words, (text) => this.#say(text));
    this.#settingsView = new SettingsView({
      words,
      attention,
      chosen: phone.devices,
      keys: this.#controls,
      choose: (what, deviceId) => this.#choose(what, deviceId),
    });
    byId('settings', HTMLButtonElement).addEventListener('click', () => this.#settingsView.open(phone.media));
    this.#listen();
  }

  /** Within a click or a key press. */
  unlock() {
    this.#meters.unlock();
  }

  /** Shows things as they are now. */
  render() {
    const { call, media, room, rooms } = this.#phone;
    this.#meter(call, media);
    this.#wakeLock.keep(call !== null);
    this.#controls.render(media);
    if (room === 0) return;
    this.#callView.render(call, media, this.#words.room(room, rooms.nameOf(room)), this.#client.user);
    this.#chatView.enable(call?.participants.some((participant) => participant.canReceiveText) ?? false);
    this.#messages.status(() => `${this.#news()} ${this.#state()}`.trim());
    if (media === null || media === this.#toldOf) return;
    this.#toldOf = media;
    // As things are now: what is turned on later has a say of its own.
    if (media.problems.size > 0) this.#tellOf(new Map(media.problems));
  }

  /** Says everything that is open in another language. */
  translate() {
    this.#settingsView.render();
  }

  closeSettings() {
    this.#settingsView.close();
  }

  /** Puts everything away after a call. */
  clear() {
    this.#news = NO_NEWS;
    this.#callView.clear();
    this.#chatView.clear();
    this.#controls.leaveFullscreen();
    this.closeSettings();
  }

  #listen() {
    const phone = this.#phone;
    phone.on('news', (news) => {
      // Who has come is said by the state of the call already.
      this.#news = news.kind === 'joined' ? NO_NEWS : () => this.#words.news(news);
      this.#changed();
    });
    phone.on('text', (message) => this.#chatView.add(message, this.#client.user));
    phone.on('fault', (error) => this.#messages.notice(() => this.#words.peerFault(error)));
    phone.on('unplugged', ({ kind, by }) => {
      this.#messages.notice(() => this.#words.unplugged(kind, by?.label ?? null));
      this.#changed();
    });
    phone.on('found', (kind) => this.#messages.notice(() => this.#words.all.found(this.#words.device(kind))));
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
    if (problem !== null) this.#tellOf(new Map([[kind, problem]]));
    else if (on) this.#messages.clearNotice();
    this.#changed();
  }

  async #toggleScreen() {
    const { media } = this.#phone;
    if (media?.sharing) media.unshare();
    else if (media !== null && !(await media.share())) this.#news = () => this.#words.all.screenRefused;
    this.#changed();
  }

  /**
   * @param {Kind | 'speaker'} what
   * @param {string} deviceId
   */
  async #choose(what, deviceId) {
    const { devices, media } = this.#phone;
    if (what === 'speaker') this.#callView.soundFrom(deviceId);
    if (what === 'speaker' || media === null) {
      devices.set(what, deviceId);
      return;
    }
    const problem = await media.choose(what, deviceId);
    if (problem !== null) this.#tellOf(new Map([[what, problem]]));
    this.#changed();
  }

  /** @param {ReadonlyMap<Kind, Problem>} problems */
  #tellOf(problems) {
    this.#messages.notice(() => this.#words.deviceProblem(problems));
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

  #state() {
    const { call } = this.#phone;
    const { all } = this.#words;
    if (call === null) return all.preparing;
    if (call.since === null) return call.phase === 'waiting' ? all.waiting : all.entering;
    /** @param {RingState} state */
    const rung = (state) => [...call.rung].filter((entry) => entry[1] === state).map((entry) => entry[0]);
    return this.#words.callState({
      present: call.participants.map((participant) => participant.user),
      ringing: rung('ringing'),
      offline: rung('offline'),
      awaited: call.awaited,
    });
  }

  /**
   * @param {Call | null} call
   * @param {LocalMedia | null} media
   */
  #meter(call, media) {
    if (call !== this.#metered) {
      this.#metered = call;
      if (call === null) this.#meters.stop();
      else this.#meters.start(call, this.#client.user);
    }
    if (call !== null) this.#meters.ownTrack(media?.track('audio') ?? null);
  }
}
