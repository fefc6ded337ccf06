// Devices of several people in one page, made of nothing but the library, for CallLibraryIT.
async () => {
  const { Client, Call, Rings } = await import('/onechat.js');

  /** Pictures are told apart by their width; the fake tone is heard as a level. */
  const pictures = {};
  const picture = (width) => {
    if (pictures[width] === undefined) {
      const canvas = Object.assign(document.createElement('canvas'), { width, height: 120 });
      const context = canvas.getContext('2d');
      let turn = 0;
      setInterval(() => {
        context.fillStyle = `hsl(${(turn += 10)} 80% 50%)`;
        context.fillRect(0, 0, width, 120);
      }, 40);
      pictures[width] = canvas.captureStream(25).getVideoTracks()[0];
    }
    return pictures[width].clone();
  };
  const tone = () => {
    const context = new AudioContext();
    const out = context.createMediaStreamDestination();
    const source = new OscillatorNode(context, { frequency: 440 });
    source.connect(out);
    source.start();
    return out.stream.getAudioTracks()[0];
  };

  class Device {
    news = [];
    texts = [];
    faults = [];
    events = [];
    end = null;
    /** Numbers that came, whoever sent them. */
    numbers = [];
    replies = 0;
    refusals = [];
    ringEnds = [];

    constructor(client) {
      this.client = client;
      this.rings = new Rings(client);
      client.on('online', ({ resumed }) => this.events.push(resumed ? 'resumed' : 'online'));
      client.on('reconnecting', () => this.events.push('reconnecting'));
      client.on('fault', (error) => this.faults.push(String(error)));
      client.on('ended', (error) => this.events.push(`ended ${error?.code ?? ''}`.trim()));
      client.on('message', ({ cmd, candidate }) => cmd === 'webrtc_send_ice_candidate' && this.numbers.push(Number(candidate)));
      this.rings.on('over', ({ how }) => this.ringEnds.push(how));
    }

    /** Sends numbers to another user, each as a command of its own; nobody waits for the replies. */
    send(user, first, last) {
      for (let number = first; number <= last; number++) this.ask('webrtc_send_ice_candidate', { to: user, label: 0, candidate: String(number) });
    }

    ask(cmd, members) {
      this.client.request(cmd, members).then(
        () => this.replies++,
        (error) => this.refusals.push(error.code),
      );
    }

    #held = null;

    /** Keeps back what comes from other clients. */
    hold() {
      this.#held = [];
      this.client.emit = (type, detail) => (type === 'message' && this.#held !== null ? this.#held.push(detail) : this.#emit(type, detail));
    }

    /** Lets it come. */
    release() {
      for (const payload of this.#held.splice(0)) this.#emit('message', payload);
      this.#held = null;
    }

    #emit(type, detail) {
      Object.getPrototypeOf(this.client).emit.call(this.client, type, detail);
    }

    enter(room, { video = 0, audio = false, rtc } = {}) {
      const tracks = [...(audio ? [tone()] : []), ...(video > 0 ? [picture(video)] : [])];
      this.call = new Call(this.client, room, { stream: new MediaStream(tracks), rtc });
      this.call.on('news', ({ kind, user }) => this.news.push(`${kind} ${user}`));
      this.call.on('text', ({ user, text }) => this.texts.push(`${user}: ${text}`));
      this.call.on('fault', (error) => this.faults.push(String(error)));
      this.call.on('ended', (end) => (this.end = end));
      this.call.on('participant', ({ user, stream }) => this.watch(user, stream));
      return this.call;
    }

    videos = {};

    watch(user, stream) {
      const video = Object.assign(document.createElement('video'), { muted: true, autoplay: true, srcObject: stream });
      document.body.append(video);
      this.videos[user] = video;
    }

    with(user) {
      return this.call.participants.find((one) => one.user === user);
    }

    /** The width of the picture that is seen of a user; 0 where none is. */
    width(user) {
      return this.with(user)?.seen ? this.videos[user].videoWidth : 0;
    }

    async frames(user) {
      return (await this.with(user)?.stats())?.framesDecoded ?? 0;
    }
  }

  const connections = rtcProbe.connections;
  const NoticedConnection = RTCPeerConnection;
  window.RTCPeerConnection = class extends NoticedConnection {
    constructor(...options) {
      super(...options);
      this.addEventListener('icecandidateerror', ({ errorCode }) => lab.iceErrors.push(errorCode));
      this.addEventListener('icecandidate', ({ candidate }) => (lab.candidates += candidate?.candidate ? 1 : 0));
    }
  };

  window.lab = {
    Client,
    Device,
    iceErrors: [],
    candidates: 0,
    /** The types of the candidates that are in use, `LOCAL REMOTE` for each connection. */
    selectedTypes: () =>
      Promise.all(
        connections.map(async (connection) => {
          const report = await connection.getStats();
          const transport = [...report.values()].find(({ type }) => type === 'transport');
          const pair = report.get(transport.selectedCandidatePairId);
          return `${report.get(pair.localCandidateId).candidateType} ${report.get(pair.remoteCandidateId).candidateType}`;
        }),
      ),
    /** Whom the connections are to TURN servers. */
    usernames: () => connections.flatMap((connection) => connection.getConfiguration().iceServers.map(({ username }) => username)),
    /** The newest connection's signaling state, and the names by which its two ends know each other (ICE user fragments). */
    negotiated: () => {
      const { signalingState, currentLocalDescription, currentRemoteDescription } = connections.at(-1);
      const [own, other] = [currentLocalDescription, currentRemoteDescription].map((one) => /^a=ice-ufrag:(\S+)/m.exec(one?.sdp ?? '')?.[1]);
      return { signalingState, own, other };
    },
    /** What the other end of `soundOnly` receives. */
    kinds: [],
    /** A client that is no library: it offers sound and nothing else to who joins, and takes whatever is offered to it. */
    soundOnly(client, to) {
      const connection = new NoticedConnection();
      connection.addTransceiver('audio');
      connection.addEventListener('track', ({ track }) => this.kinds.push(track.kind));
      connection.addEventListener('icecandidate', ({ candidate }) => candidate && client.candidate(to, candidate));
      client.on('message', async ({ cmd, sdp, candidate, label }) => {
        if (cmd === 'webrtc_join') {
          await connection.setLocalDescription();
          await client.offer(to, connection.localDescription.sdp);
        } else if (cmd === 'webrtc_send_answer') {
          await connection.setRemoteDescription({ type: 'answer', sdp });
        } else if (cmd === 'webrtc_send_offer') {
          await connection.setRemoteDescription({ type: 'offer', sdp });
          await connection.setLocalDescription();
          await client.answer(to, connection.localDescription.sdp);
        } else if (cmd === 'webrtc_send_ice_candidate' && candidate) {
          await connection.addIceCandidate({ candidate, sdpMLineIndex: label });
        }
      });
    },
    devices: {},
    pictures: picture,
    async login(key, name, options, credentials = { name, pass: name }) {
      const client = new Client(options);
      // Before the login, so that nothing which follows it at once is missed.
      this.devices[key] = new Device(client);
      await client.login(credentials);
    },
    async restore(key, saved, credentials) {
      const client = new Client();
      this.devices[key] = new Device(client);
      await client.restore(saved, credentials);
    },
  };
}
