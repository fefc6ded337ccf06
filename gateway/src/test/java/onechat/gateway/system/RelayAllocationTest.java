package onechat.gateway.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import onechat.gateway.admin.Metrics;
import onechat.gateway.session.SessionOptions;
import onechat.gateway.session.Sessions;
import onechat.gateway.session.UserRooms;
import onechat.gateway.signaling.CallRules;
import onechat.gateway.signaling.Calls;
import onechat.gateway.signaling.Devices;
import onechat.protocol.Command;
import onechat.protocol.FrameEncoder;
import onechat.protocol.FramingException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the server allocates for one relayed candidate, from the octets that the sender's network brings to those that the receiver's and the sender's
 * are given, metrics included.
 */
class RelayAllocationTest {
    private static final long MOST_BYTES_A_RELAY = 1_500;
    private static final int RELAYS = 4_000;
    /** The code is compiled along the way: what counts is what it comes to. */
    private static final int ROUNDS_WITHOUT_LESS = 10;
    /** A client reports what it got at least that often (contract section 4). */
    private static final int RELAYS_A_REPORT = 250;

    private static final long ROOM = 1;
    private static final String CANDIDATE =
            "{\"cmd\":\"webrtc_send_ice_candidate\",\"to\":2,\"label\":0,\"candidate\":\""
                    + "candidate:842163049 1 udp 1677729535 203.0.113.7 46154 typ srflx raddr 192.168.1.4 rport 46154 generation 0"
                    + " ufrag 4ZcD network-cost 999\",\"sdpMid\":\"0\",\"ack\":\"c-00000000\"}";

    private final byte[] frame = FrameEncoder.frame(CANDIDATE.getBytes(US_ASCII));
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Metrics metrics = new Metrics();
    private final Sessions sessions = sessions();

    private Sessions sessions() {
        SessionOptions options = new SessionOptions(
                Duration.ofSeconds(25),
                Duration.ofSeconds(10),
                0,
                SessionOptions.DEFAULT_MAX_OUTBOX_BYTES,
                0,
                0,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30));
        return new Sessions(
                options,
                new Sessions.Directory(
                        (credentials, address) ->
                                ((Command.Password) credentials).name().equals("alice") ? 1 : 2,
                        user -> List.of(new UserRooms.RoomEntry(ROOM, "room")),
                        room -> Set.of(1L, 2L)),
                new Devices(16),
                new Calls(new CallRules(16, Duration.ofSeconds(60)), metrics.events()),
                user -> List.of(),
                metrics.events(),
                System::nanoTime);
    }

    @AfterEach
    void close() {
        metrics.close();
    }

    @ParameterizedTest(name = "sessions that can be resumed: {0}")
    @ValueSource(booleans = {false, true})
    void aRelayedCandidateTakesLittleMemory(boolean resume) throws FramingException {
        CountingClient caller = inCall("alice", "webrtc_create", resume);
        CountingClient callee = inCall("bob", "webrtc_join", resume);
        caller.awaitGot(3);

        long least = Long.MAX_VALUE;
        int sinceLess = 0;
        while (sinceLess++ < ROUNDS_WITHOUT_LESS) {
            long bytes = bytesARelay(caller, callee);
            if (bytes < least) {
                least = bytes;
                sinceLess = 0;
            }
        }

        System.out.printf("%d octets for a relay, %s%n", least, resume ? "with resume" : "without resume");
        assertThat(least).isLessThanOrEqualTo(MOST_BYTES_A_RELAY);
    }

    private CountingClient inCall(String name, String cmd, boolean resume) throws FramingException {
        CountingClient client = new CountingClient(sessions);
        client.says(
                "{'cmd':'login','name':'" + name + "','pass':'p','device':'phone','resume':" + resume + ",'ack':'l'}");
        client.says("{'cmd':'" + cmd + "','to':" + ROOM + ",'ack':'c'}");
        return client;
    }

    /** What all threads allocate, so that the writer's is counted too. */
    private long bytesARelay(CountingClient caller, CountingClient callee) throws FramingException {
        long before = threads.getTotalThreadAllocatedBytes();
        for (int i = 1; i <= RELAYS; i++) {
            long due = callee.got() + 1;
            caller.sends(nextCandidate());
            callee.awaitGot(due);
            if (i % RELAYS_A_REPORT == 0) {
                report(caller);
                report(callee);
            }
        }
        return (threads.getTotalThreadAllocatedBytes() - before) / RELAYS;
    }

    private static void report(CountingClient client) throws FramingException {
        long due = client.got() + 1;
        client.says("{'cmd':'ping','received':" + (client.got() - 1) + ",'ack':'p-" + client.sent() + "'}");
        client.awaitGot(due);
    }

    /** Each has an ack of its own; it is written over the last one, so that the sender allocates nothing. */
    private byte[] nextCandidate() {
        int at = frame.length - 3;
        while (frame[at] == '9') {
            frame[at--] = '0';
        }
        frame[at]++;
        return frame;
    }
}
