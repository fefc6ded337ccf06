// The relay on ws: ONECHAT/1.0 over WebSocket at /onechat. Argument: the people file.
import { WebSocketServer } from 'ws';
import { Calls, People, endWithParent, isRelayable } from './calls.mjs';

const MAX_PAYLOAD_BYTES = 65_536;
const MAX_WAITING_BYTES = 1_048_576;
const HEARTBEAT_SECONDS = 25;

const people = new People(process.argv[2]);
const calls = new Calls();

class Client {
  user = 0;
  room = 0;
  partner = null;
  #socket;

  constructor(socket) {
    this.#socket = socket;
    socket.on('message', (data, isBinary) => (isBinary ? socket.close(1003) : this.#take(data)));
    socket.on('close', () => this.#depart('disconnected'));
    socket.on('error', () => {}); // close follows
  }

  send(message) {
    this.sendText(JSON.stringify(message));
  }

  sendText(text) {
    if (this.#socket.bufferedAmount > MAX_WAITING_BYTES) {
      this.#socket.terminate(); // it does not read
    } else {
      this.#socket.send(text);
    }
  }

  #take(data) {
    let command;
    try {
      command = JSON.parse(data);
    } catch {
      this.send({ cmd: 'error', msg: 'payload is not JSON', code: 10400 });
      return;
    }
    if (this.user === 0 && command?.cmd !== 'login' && command?.cmd !== 'ping') {
      this.#refuse(command, 10401, 'log in first');
      return;
    }
    switch (command?.cmd) {
      case 'webrtc_send_offer':
      case 'webrtc_send_answer':
      case 'webrtc_send_ice_candidate':
        return this.#relay(command);
      case 'ping':
        return this.#ack(command);
      case 'login':
        return this.#login(command);
      case 'webrtc_create':
        return this.#create(command);
      case 'webrtc_join':
        return this.#join(command);
      case 'webrtc_leave':
        this.#depart('left', command.ack);
        return this.#ack(command);
      case 'logout':
        this.#ack(command);
        return this.#socket.close(1000);
      default:
        return this.#refuse(command, 10400, 'unknown cmd');
    }
  }

  #relay(command) {
    const { cmd, to, ack } = command;
    if (!isRelayable(command, cmd)) {
      this.#refuse(command, 10400, 'a member is missing or of the wrong type');
      return;
    }
    const partner = this.partner;
    if (partner?.user !== to) {
      this.#refuse(command, 10404, 'no such participant');
      return;
    }
    command.to = undefined; // which JSON leaves out
    command.from = this.user;
    partner.sendText(JSON.stringify(command));
    if (ack !== undefined) {
      this.sendText(JSON.stringify({ cmd: 'ack', action: cmd, ack }));
    }
  }

  #login(command) {
    const id = people.idOf(command.name);
    if (id === undefined || this.user !== 0) {
      this.#refuse(command, 10404, '404 Not Found user with this name');
      return;
    }
    this.user = id;
    const rooms = [{ id: people.roomOf(id), name: 'pair' }];
    this.#ack(command, { user: id, rooms, heartbeat: HEARTBEAT_SECONDS });
  }

  #create(command) {
    if (people.roomOf(this.user) !== command.to) {
      this.#refuse(command, 10404, 'no such room');
      return;
    }
    const members = this.#enter(command);
    this.#ack(command, { to: command.to, members, ringing: [], offline: [], ice_servers: [] });
  }

  #join(command) {
    if (people.roomOf(this.user) !== command.to || !calls.isUnderWay(command.to)) {
      this.#refuse(command, 10404, 'no such room or call');
      return;
    }
    const members = this.#enter(command);
    this.#ack(command, { to: command.to, members, ice_servers: [] });
  }

  #enter({ to, ack }) {
    const others = calls.enter(to, this);
    for (const other of others) {
      other.send({ cmd: 'webrtc_join', from: this.user, to, ack });
    }
    return others.map(({ user }) => user);
  }

  #depart(reason, ack) {
    if (this.room !== 0) {
      for (const other of calls.leave(this)) {
        other.send({ cmd: 'webrtc_leave', from: this.user, to: this.room, ack, reason });
      }
      this.room = 0;
    }
  }

  #ack({ cmd, ack }, additions) {
    if (ack !== undefined) {
      this.send({ cmd: 'ack', action: cmd, ack, ...additions });
    }
  }

  #refuse(command, code, msg) {
    this.send({ cmd: 'error', msg, code, action: command?.cmd, ack: command?.ack });
  }
}

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: 0,
  path: '/onechat',
  backlog: 4_096,
  maxPayload: MAX_PAYLOAD_BYTES,
  perMessageDeflate: false,
});
server.on('connection', (socket) => new Client(socket));
server.on('listening', () => console.log(`ready 127.0.0.1:${server.address().port}`));
endWithParent();
