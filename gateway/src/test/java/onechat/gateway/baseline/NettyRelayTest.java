package onechat.gateway.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import onechat.protocol.IceCandidate;
import onechat.protocol.Message;
import onechat.protocol.Peer;
import onechat.protocol.RelayedContent;
import onechat.protocol.client.ClientOptions;
import onechat.protocol.client.OneChatClient;
import onechat.protocol.client.OneChatListener;
import onechat.protocol.client.RefusedByServerException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The Netty baseline does what it is measured by, as the library for native clients sees it; with its clients on one event loop and on two. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
@ParameterizedClass(name = "{0} event loops")
@ValueSource(ints = {1, 2})
class NettyRelayTest {
    private static final int CANDIDATES = 500;

    @Parameter
    int eventLoops;

    private final List<OneChatClient> clients = new ArrayList<>();
    private NettyRelay relay;
    private OneChatClient alice;
    private OneChatClient bob;
    private final BlockingQueue<Object> bobHears = new LinkedBlockingQueue<>();
    private final BlockingQueue<Object> aliceHears = new LinkedBlockingQueue<>();

    private static OneChatListener into(BlockingQueue<Object> heard) {
        return new OneChatListener() {
            @Override
            public void joined(Message.Joined joined) {
                heard.add(joined);
            }

            @Override
            public void left(Message.Left left) {
                heard.add(left);
            }

            @Override
            public void candidate(RelayedContent.Candidate candidate) {
                heard.add(candidate);
            }
        };
    }

    @BeforeEach
    void begin() throws Exception {
        Epoll.ensureAvailability();
        relay = new NettyRelay(
                new People(List.of(new People.User(1, "alice", 7), new People.User(2, "bob", 7))), eventLoops);
        alice = connect(aliceHears);
        bob = connect(bobHears);
        assertThat(alice.login("alice", "x", "phone").join().user()).isEqualTo(1);
        assertThat(bob.login("bob", "x", "phone").join().rooms())
                .extracting(Message.Room::id)
                .containsExactly(7L);
        assertThat(alice.create(7).join().members()).isEmpty();
        assertThat(bob.join(7).join().members()).containsExactly(1L);
        assertThat(next(aliceHears)).isInstanceOf(Message.Joined.class);
    }

    private OneChatClient connect(BlockingQueue<Object> heard) throws IOException {
        ClientOptions options =
                ClientOptions.of("127.0.0.1", relay.address().getPort()).withResume(false);
        OneChatClient client = OneChatClient.connect(options, into(heard));
        clients.add(client);
        return client;
    }

    private static Object next(BlockingQueue<Object> heard) throws InterruptedException {
        return heard.poll(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void end() {
        clients.forEach(OneChatClient::close);
        if (relay != null) {
            relay.close();
        }
    }

    @Test
    void candidatesAreAckedAndArriveInOrderFromTheirSender() throws Exception {
        List<CompletableFuture<Message.Acked>> acks = IntStream.range(0, CANDIDATES)
                .mapToObj(i -> alice.candidate(Peer.in(7, 2), new IceCandidate("c" + i, 0, null, null)))
                .toList();
        for (int i = 0; i < CANDIDATES; i++) {
            assertThat(next(bobHears))
                    .isInstanceOfSatisfying(RelayedContent.Candidate.class, arrived -> {
                        assertThat(arrived.from().user()).isEqualTo(1);
                    })
                    .extracting(arrived ->
                            ((RelayedContent.Candidate) arrived).candidate().candidate())
                    .isEqualTo("c" + i);
        }
        acks.forEach(CompletableFuture::join);
        bob.candidate(Peer.in(7, 1), new IceCandidate("back", 0, null, null)).join();
        assertThat(next(aliceHears)).isInstanceOf(RelayedContent.Candidate.class);
    }

    @Test
    void whatIsLongerThanAReadArrivesWhole() throws Exception {
        String sdp = "x".repeat(60_000);
        alice.candidate(Peer.in(7, 2), new IceCandidate(sdp, 0, null, null)).join();
        RelayedContent.Candidate arrived = (RelayedContent.Candidate) next(bobHears);
        assertThat(arrived.candidate().candidate()).isEqualTo(sdp);
    }

    @Test
    void onlyThePartnerIsReached() {
        assertThatThrownBy(() -> alice.candidate(Peer.in(7, 3), new IceCandidate("c", 0, null, null))
                        .join())
                .hasCauseInstanceOf(RefusedByServerException.class);
        assertThat(bobHears).isEmpty();
    }

    @Test
    void whoLeavesIsNoPartnerAnyMore() throws Exception {
        bob.leave(7).join();
        assertThat(next(aliceHears)).isInstanceOf(Message.Left.class);
        assertThatThrownBy(() -> alice.candidate(Peer.in(7, 2), new IceCandidate("c", 0, null, null))
                        .join())
                .hasCauseInstanceOf(RefusedByServerException.class);
    }
}
