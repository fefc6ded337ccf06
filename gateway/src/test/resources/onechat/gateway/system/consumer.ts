import { Call, Client, Code, Participant, Rings, SignalingError } from 'onechat';
import type { CallEnd, ClientState, ParticipantStats, Presence, Ring } from 'onechat';

/** Uses every class that the library exports, as a page written in TypeScript would. */
export class Phone {
  readonly #client = new Client({ url: 'wss://chat.example.org/onechat', device: 'desk' });
  readonly #rings = new Rings(this.#client);
  #call: Call | null = null;

  constructor(private readonly log: (line: string) => void) {
    this.#client.on('online', ({ resumed }) => log(resumed ? 'resumed' : 'online'));
    this.#client.on('ended', (error: SignalingError | null) => log(error?.code === Code.REPLACED ? 'elsewhere' : 'ended'));
    this.#rings.on('ring', (ring: Ring) => void this.answer(ring.room));
    this.#rings.on('over', ({ ring, how }) => log(`${ring.room} ${how}`));
  }

  get state(): ClientState {
    return this.#client.state;
  }

  async logIn(name: string, pass: string): Promise<number[]> {
    try {
      await this.#client.login({ name, pass });
    } catch (error) {
      if (error instanceof SignalingError) {
        this.log(`refused with ${error.code}, again in ${error.retryAfter} s`);
      }
      throw error;
    }
    return this.#client.rooms.map((room) => room.id);
  }

  async reachable(room: number): Promise<string[]> {
    const presence: Presence = await this.#client.presence(room);
    return presence.online.map((user) => presence.names?.[user] ?? String(user));
  }

  async answer(room: number, stream?: MediaStream): Promise<void> {
    const call = new Call(this.#client, room, { stream, rtc: { iceTransportPolicy: 'relay' } });
    this.#call = call;
    call.on('participant', (participant: Participant) => this.log(`${participant.user} ${participant.state}`));
    call.on('text', ({ user, text }) => this.log(`${user}: ${text}`));
    call.on('ended', (end: CallEnd) => this.log(end.reason));
    await call.join('create');
  }

  async stats(): Promise<ParticipantStats[]> {
    return Promise.all((this.#call?.participants ?? []).map((participant) => participant.stats()));
  }

  mute(): void {
    this.#call?.setMedia({ audio: false });
  }

  async hangUp(): Promise<void> {
    this.#call?.leave();
    await this.#client.logout();
  }
}
