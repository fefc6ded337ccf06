/**
 * OneChat for pages of your own: the signaling client (`Client`), rings (`Rings`), and calls (`Call`, `Participant`).
 *
 * What the words mean: a *room* is a row of the server's directory with members; a *call* is the live group of participants in one room; a
 * *participant* is one device of one user in a call. Users and rooms are told apart by their ids.
 */

/** What the server or the library gives as the reason of a refusal. */
export declare const Code: Readonly<{
  /** No reply will come: there is no connection, or it could not be made. Never sent by a server. */
  LOST: 0;
  MALFORMED: 10400;
  NOT_LOGGED_IN: 10401;
  NOT_ALLOWED: 10403;
  NOT_FOUND: 10404;
  TOO_SLOW: 10408;
  REPLACED: 10409;
  /** The session could not be resumed: what was under way may or may not have been carried out. */
  SESSION_GONE: 10410;
  TOO_LARGE: 10413;
  OTHER_VERSION: 10426;
  TOO_MANY: 10429;
  SERVER_FAULT: 10500;
  UNAVAILABLE: 10503;
}>;

/** A command that was refused, or that got no reply. */
export declare class SignalingError extends Error {
  constructor(code: number, message: string, retryAfter?: number);
  /** One of {@link Code}, or a number that a newer server sends. */
  readonly code: number;
  /** How many seconds the server wants to be left alone; 0 where it doesn't say. */
  readonly retryAfter: number;
}

/** One JSON object, as it travels. */
export interface Payload {
  cmd: string;
  [member: string]: unknown;
}

/** A room of the person who is logged in. */
export interface Room {
  id: number;
  name: string;
  /** Who is in the room's call; absent where none is under way. As of the login. */
  in_call?: number[];
}

/** Who one logs in as: a name and its password, or a token, or what gets a fresh token each time one is needed. */
export type Credentials = { name: string; pass: string } | { token: string | (() => string | Promise<string>) };

export interface ClientOptions {
  /**
   * The server's WebSocket address, such as `wss://chat.example.org/onechat`. By default that of the server which served this module; with a
   * bundler it has to be said.
   */
  url?: string | URL;
  /** Names this device among the user's own; a second login of the same device replaces the first. Random by default. */
  device?: string;
}

/** What is needed to go on with a session after the page was reloaded; a secret, as good as a password for half a minute. */
export interface SavedSession {
  user: number;
  rooms: Room[];
  device: string;
  session: string;
  received: number;
  heartbeat: number;
  resume_window: number;
  /** When it was saved, or when the connection had been lost before that, in milliseconds since 1970. */
  at: number;
}

/** The reply to a create: who is in the call (yourself left out), who rings, and who would if a device of theirs were online. */
export interface Created {
  to: number;
  members: number[];
  ringing: number[];
  offline: number[];
  ice_servers: RTCIceServer[];
}

/** The reply to a join: who is in the call, yourself left out. */
export interface Joined {
  to: number;
  members: number[];
  ice_servers: RTCIceServer[];
}

/** Who of a room's members could be reached now. */
export interface Presence {
  to: number;
  /** In the room's call. */
  members: number[];
  /** Other members with a device online. */
  online: number[];
  /** Other members without one. */
  offline: number[];
  /** Names by user id, as far as the operator lets them be shown. */
  names?: Record<string, string>;
}

/** Another participant, as commands address it. */
export interface Address {
  /** The user's id. */
  user: number;
  /** The room of the call that you share. */
  room: number;
}

/**
 * - `idle`: not logged in
 * - `connecting`: a first login is under way
 * - `online`: logged in and connected
 * - `reconnecting`: logged in, the connection is lost and a new one is being tried; commands wait
 */
export type ClientState = 'idle' | 'connecting' | 'online' | 'reconnecting';

export interface ClientEvents {
  /**
   * Commands get through. With `resumed: true` the session goes on as if nothing had happened; with false it is a new one, after the first login
   * or because the old one was lost: then the calls that it took part in were left, and the commands under way were rejected with
   * {@link Code.SESSION_GONE}.
   */
  online: { resumed: boolean };
  /** The connection is lost; a new one is being tried. */
  reconnecting: null;
  /** A payload that another client sent. */
  message: Payload;
  /** This device has entered the call of that room, or has renewed its ICE servers. */
  entered: number;
  /** An error that belongs to no command. */
  fault: SignalingError;
  /** It can't go on: the server refuses, or this device was logged in elsewhere; null after a logout. The client is `idle` again. */
  ended: SignalingError | null;
}

// Without this line everything here would count as exported, Emitter too.
export {};

/** Something that tells of events. */
declare class Emitter<Events> {
  /** Calls the listener with each event's detail. Returns what stops that. */
  on<Type extends keyof Events>(type: Type, listener: (detail: Events[Type]) => void): () => void;
}

/**
 * One person's login, kept over as many connections as it takes.
 *
 * It reconnects by itself, resumes its session so that no frame is lost or heard twice, sends again the commands that have no reply yet, and
 * keeps the heartbeat. Name and password (or token) stay in this object until `logout` or `ended`.
 */
export declare class Client extends Emitter<ClientEvents> {
  constructor(options?: ClientOptions);
  readonly state: ClientState;
  /** Own user id; 0 while `idle`. */
  readonly user: number;
  /** The rooms as of the last login that was no resume. */
  readonly rooms: readonly Room[];
  readonly device: string;
  /**
   * Logs in. Rejected with a {@link SignalingError}: the server's refusal, or {@link Code.LOST} where it can't be reached or `logout` came in
   * between; and with whatever a token function is rejected with.
   */
  login(credentials: Credentials): Promise<void>;
  /**
   * Goes on with a session that `save` gave before the page was reloaded. Resolved once everything that was missed is there.
   *
   * Rejected with {@link Code.SESSION_GONE} where the server does not hold it any more. Without `credentials` a session that is lost
   * later `ended`.
   */
  restore(saved: SavedSession, credentials?: Credentials): Promise<void>;
  /** What `restore` takes, as of now; null where there is nothing to go on with. To be called when the page goes (`pagehide`). */
  save(): SavedSession | null;
  /** Logs out: nothing is kept, and no connection is tried any more. */
  logout(): Promise<void>;
  /** Rings the members of a room, and enters its call. */
  create(room: number): Promise<Created>;
  /** Enters the call of a room, or renews its ICE servers. */
  join(room: number): Promise<Joined>;
  /** Leaves the call of a room; from someone who is rung it is a decline, or `busy`. */
  leave(room: number, reason?: 'busy'): Promise<void>;
  /** Who could be reached now. Rejected with {@link Code.MALFORMED} by a server that doesn't tell. */
  presence(room: number): Promise<Presence>;
  offer(to: Address, sdp: string, members?: object): Promise<void>;
  answer(to: Address, sdp: string, members?: object): Promise<void>;
  /** Sends a candidate; null is the end of them. */
  candidate(to: Address, candidate: RTCIceCandidate | null): Promise<void>;
  /**
   * Sends any command.
   *
   * It waits out a lost connection, and is rejected with a {@link SignalingError} when it is refused, when the session was lost, or at once before
   * the first login, with 900 commands waiting ({@link Code.TOO_MANY}), or where it is over 65,536 octets ({@link Code.TOO_LARGE}).
   */
  request(cmd: string, members?: object): Promise<Payload>;
}

/** Somebody calls a room that you are a member of. */
export interface Ring {
  room: number;
  /** Who calls. */
  from: number;
  /** When it ends by itself, in milliseconds since 1970. */
  ends: number;
}

/** A ring that ended by something else than your own answer on this device. */
export interface RingEnd {
  ring: Ring;
  how: 'taken elsewhere' | 'refused elsewhere' | 'missed';
}

export interface RingsEvents {
  /** `all` is another now. */
  change: null;
  /** A ring began. */
  ring: Ring;
  /** A ring is over. */
  over: RingEnd;
}

/** The rings that nobody has answered yet, at most one per room, the oldest first. */
export declare class Rings extends Emitter<RingsEvents> {
  constructor(client: Client);
  readonly all: readonly Ring[];
  /**
   * Takes up what `all` was before the page was reloaded; to be called before {@link Client.restore}, which tells which of them are over. Without it
   * a reload ends them on this device: a session that goes on is not rung again.
   */
  restore(earlier: readonly Ring[]): void;
  /** Refuses a ring on all devices of the person. */
  decline(ring: Ring, reason?: 'busy'): void;
  /** Forgets the ring of a room, as it is answered here. A `Call` that is entered does not need it. */
  drop(room: number): void;
}

/** How well a participant can be reached. */
export type ParticipantState = 'connecting' | 'connected' | 'interrupted' | 'failed';

/** What a participant gives, as it says so itself; clients other than this library may not say. */
export interface MediaState {
  audio: boolean;
  video: boolean;
  /** The picture is a shared screen. */
  screen: boolean;
}

/** How a connection does; `unknown` before anything was measured. */
export type Quality = 'unknown' | 'good' | 'fair' | 'poor';

export interface ParticipantStats {
  user: number;
  state: RTCPeerConnectionState;
  /** Video frames decoded, and media octets received, since the connection was made. */
  framesDecoded: number;
  bytesReceived: number;
  /** Seconds; null before it was measured. */
  roundTripTime: number | null;
  /** The share of packets that were lost on the way here since `stats` was last called, 0 to 1. */
  loss: number;
  quality: Quality;
  /** Whether the media goes through a TURN server. */
  relayed: boolean;
}

/** Another participant of a call, and the peer connection with it. */
export declare class Participant {
  readonly user: number;
  /**
   * What it sends; tracks are added as they come, and taken out when they end. The same object as long as the participant stays. Play each track with an element of its own:
   * one with both plays no sound until the first picture comes, which may be never.
   */
  readonly stream: MediaStream;
  readonly state: ParticipantState;
  readonly media: Readonly<MediaState>;
  /** Whether a picture is arriving. */
  readonly seen: boolean;
  /** Whether a text would reach it. */
  readonly canReceiveText: boolean;
  /** How loud it is now, 0 to 1. */
  readonly level: number;
  stats(): Promise<ParticipantStats>;
}

/**
 * - `new`: not entered
 * - `entering`: waiting for the server's reply
 * - `in`: taking part
 * - `waiting`: the connection to the server is lost; media goes on
 * - `ended`: over
 */
export type CallPhase = 'new' | 'entering' | 'in' | 'waiting' | 'ended';

/** A member who was rung: ringing, without a device online, or how the ring ended. */
export type RingState = 'ringing' | 'offline' | 'declined' | 'busy' | 'timeout';

/** What happened to another member. `disconnected`: lost, and may come back. `moved`: goes on with another device. */
export interface News {
  kind: 'joined' | 'left' | 'disconnected' | 'moved' | 'declined' | 'busy' | 'timeout';
  user: number;
}

/** Why a call is over here. */
export interface CallEnd {
  /**
   * - `hung up`: by `leave`
   * - `others left`: nobody is in it any more
   * - `nobody there`: nobody came
   * - `moved`: it goes on with another device of the person
   * - `over`: there was none to join
   * - `refused`: `error` says why
   */
  reason: 'hung up' | 'others left' | 'nobody there' | 'moved' | 'over' | 'refused';
  /** The last thing heard of another member. */
  last: News | null;
  error: SignalingError | null;
  /** Who goes on with the call, as far as is known. */
  stillIn: number[];
}

export interface CallEvents {
  /** Something that a page shows is another now. */
  change: null;
  /** A participant came. */
  participant: Participant;
  news: News;
  /** A text of a participant. */
  text: { user: number; text: string };
  /** A participant can't be reached for this error. */
  fault: unknown;
  /** The call is over here; at most once, and last. */
  ended: CallEnd;
}

export interface CallOptions {
  /** What is sent: its first audio and its first video track. It may have none, and stays yours: nobody stops its tracks. */
  stream?: MediaStream;
  /** Added to the configuration of every peer connection, such as `{iceTransportPolicy: 'relay'}`. */
  rtc?: RTCConfiguration;
}

/** The call of one room, as this device takes part in it: who is in it, who is rung, and a peer connection with each of the others. */
export declare class Call extends Emitter<CallEvents> {
  constructor(client: Client, room: number, options?: CallOptions);
  readonly room: number;
  readonly phase: CallPhase;
  /** When this device entered, in milliseconds since 1970; null before. */
  readonly since: number | null;
  /** The others in the call, in the order of their coming. */
  readonly participants: readonly Participant[];
  /** Everyone who was rung and has not come. */
  readonly rung: ReadonlyMap<number, RingState>;
  /** Users who were lost and may come back. */
  readonly awaited: readonly number[];
  /** Rings the members, and enters. Resolved when inside or when the call has `ended`; never rejected. */
  create(): Promise<void>;
  /**
   * Enters a call that is under way.
   *
   * @param otherwise what to do where there is none: end, or create one
   */
  join(otherwise?: 'create'): Promise<void>;
  /**
   * Goes on with a call that this session was in before the page was reloaded, after {@link Client.restore}: the others never see it
   * leave. Ends as `over` where there is no call any more.
   */
  rejoin(): Promise<void>;
  /** Leaves. Nothing happens in a call that has ended. */
  leave(): void;
  /** Sends another track of that kind, or none, to everyone. */
  setTrack(kind: 'audio' | 'video', track: MediaStreamTrack | null): Promise<void>;
  /** Tells the others what they get: a microphone that is muted, a picture that is a screen. */
  setMedia(state: Partial<MediaState>): void;
  /** Sends a text to everyone whose client can take it. */
  say(text: string): void;
}
