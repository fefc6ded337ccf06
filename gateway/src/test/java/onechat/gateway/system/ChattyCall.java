package onechat.gateway.system;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import onechat.protocol.Command;
import onechat.protocol.IceCandidate;
import onechat.protocol.Peer;
import onechat.protocol.RelayedContent;
import onechat.protocol.client.ClientOptions;
import onechat.protocol.client.OneChatClient;
import onechat.protocol.client.OneChatListener;

/**
 * One call in which everybody keeps sending offers and candidates to all others in turn. Used by one thread; each participant has a thread that sends.
 */
final class ChattyCall implements Noise {
    private static final String SDP = "v=0\r\n" + "a=candidate:1 1 udp 1 203.0.113.7 9 typ host\r\n".repeat(60);
    private static final IceCandidate CANDIDATE = new IceCandidate(
            "candidate:842163049 1 udp 1677729535 203.0.113.7 46154 typ srflx raddr 192.0.2.17 rport 46154",
            0,
            "0",
            null);
    /** One of so many commands is an offer. */
    private static final int COMMANDS_AN_OFFER = 10;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final InetSocketAddress tcp;
    private final long room;
    private final int firstUser;
    private final int people;
    private final long betweenNanos;
    private final TokenUsers tokens = new TokenUsers();
    private final List<Participant> participants = new ArrayList<>();
    private final List<FutureTask<Void>> chats = new ArrayList<>();
    private final AtomicLong offers = new AtomicLong();
    private final AtomicLong candidates = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private volatile boolean over;

    /**
     * A call that nobody is in yet.
     *
     * @param room whose members are {@code people} users from {@code firstUser} on
     * @param between one command of a participant and the next
     */
    ChattyCall(InetSocketAddress tcp, long room, int firstUser, int people, Duration between) {
        this.tcp = tcp;
        this.room = room;
        this.firstUser = firstUser;
        this.people = people;
        this.betweenNanos = between.toNanos();
    }

    @Override
    public void start() throws IOException {
        for (int i = 0; i < people; i++) {
            Participant participant = new Participant(i);
            participants.add(participant);
            if (i == 0) {
                participant.client.create(room).join();
            } else {
                participant.client.join(room).join();
            }
        }
        for (Participant participant : participants) {
            FutureTask<Void> chat = new FutureTask<>(participant::chat, null);
            chats.add(chat);
            Thread.ofVirtual().name("chatty-call").start(chat);
        }
    }

    /** How many {@code offers} and {@code candidates} were sent; an error where one was refused or lost. */
    @Override
    public Made end() {
        over = true;
        chats.forEach(Crowd::resultOf);
        long sent = offers.get() + candidates.get();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (received.get() < sent && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(1_000_000);
        }
        participants.forEach(participant -> participant.client.logout().join());
        if (received.get() != sent) {
            throw new AssertionError(received + " of " + sent + " relays came");
        }
        return new Made(Map.of("offers", offers.get(), "candidates", candidates.get()));
    }

    /** One of them: sends on a thread of its own, and counts what comes on the client's. */
    private final class Participant implements OneChatListener {
        private final int number;
        private final OneChatClient client;

        Participant(int number) throws IOException {
            this.number = number;
            this.client =
                    OneChatClient.connect(ClientOptions.of(tcp.getAddress().getHostAddress(), tcp.getPort()), this);
            client.login(new Command.Token(tokens.token(firstUser + number)), "phone")
                    .join();
        }

        void chat() {
            long begin = System.nanoTime() + number * betweenNanos / people;
            List<CompletableFuture<?>> acks = new ArrayList<>();
            for (int command = 0; !over; command++) {
                LockSupport.parkNanos(begin + command * betweenNanos - System.nanoTime());
                Peer to = Peer.in(room, firstUser + (number + 1 + command % (people - 1)) % people);
                if (command % COMMANDS_AN_OFFER == 0) {
                    acks.add(client.offer(to, SDP));
                    offers.incrementAndGet();
                } else {
                    acks.add(client.candidate(to, CANDIDATE));
                    candidates.incrementAndGet();
                }
            }
            CompletableFuture.allOf(acks.toArray(CompletableFuture[]::new))
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }

        @Override
        public void offer(RelayedContent.Offer offer) {
            received.incrementAndGet();
        }

        @Override
        public void candidate(RelayedContent.Candidate candidate) {
            received.incrementAndGet();
        }
    }
}
