// The relay on socket.io: the commands of ONECHAT/1.0 are events, their acks are acknowledgement callbacks. Argument: the people file.
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { Calls, People, endWithParent, isRelayable } from './calls.mjs';

const MAX_PAYLOAD_BYTES = 65_536;
const RELAYED = ['webrtc_send_offer', 'webrtc_send_answer', 'webrtc_send_ice_candidate'];

const people = new People(process.argv[2]);
const calls = new Calls();

class Client {
  user = 0;
  room = 0;
  partner = null;
  #socket;

  constructor(socket) {
    this.#socket = socket;
    socket.on('login', ({ name }, ack) => ack(this.#login(name)));
    socket.on('webrtc_create', ({ to }, ack) => ack(this.#enter(to)));
    socket.on('webrtc_join', ({ to }, ack) => ack(calls.isUnderWay(to) ? this.#enter(to) : { code: 10404 }));
    for (const event of RELAYED) {
      socket.on(event, (message, ack) => ack(this.#relay(event, message)));
    }
    socket.on('disconnect', () => calls.leave(this));
  }

  #login(name) {
    const id = people.idOf(name);
    if (id === undefined || this.user !== 0) {
      return { code: 10404 };
    }
    this.user = id;
    return { user: id };
  }

  #enter(room) {
    if (this.user === 0 || people.roomOf(this.user) !== room) {
      return { code: 10404 };
    }
    const others = calls.enter(room, this);
    for (const other of others) {
      other.emit('webrtc_join', { from: this.user, to: room });
    }
    return { members: others.map(({ user }) => user) };
  }

  #relay(event, message) {
    if (!isRelayable(message, event)) {
      return { code: 10400 };
    }
    const partner = this.partner;
    if (partner?.user !== message.to) {
      return { code: 10404 };
    }
    message.to = undefined; // which JSON leaves out
    message.from = this.user;
    partner.emit(event, message);
    return { action: event };
  }

  emit(event, message) {
    this.#socket.emit(event, message);
  }
}

const http = createServer();
const io = new Server(http, {
  maxHttpBufferSize: MAX_PAYLOAD_BYTES,
  perMessageDeflate: false,
  serveClient: false,
  transports: ['websocket'],
});
io.on('connection', (socket) => new Client(socket));
http.listen(0, '127.0.0.1', 4_096, () => console.log(`ready 127.0.0.1:${http.address().port}`));
endWithParent();
