package onechat.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import onechat.protocol.Message;
import onechat.protocol.Peer;
import onechat.protocol.RelayedContent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a listener may do on the thread that calls it. */
class OneChatListenerTest extends WithScriptedServer<OneChatListenerTest.ActingListener> {
    private static final String OFFER = "{\"cmd\":\"webrtc_send_offer\",\"from\":2,\"room\":1,\"sdp\":\"v=0\"}";

    /** Does at an offer what the test says. */
    static final class ActingListener extends RecordingListener {
        private Runnable atOffer = () -> {};

        @Override
        public void offer(RelayedContent.Offer offer) {
            super.offer(offer);
            atOffer.run();
        }
    }

    private final BlockingQueue<Throwable> thrown = new LinkedBlockingQueue<>();

    OneChatListenerTest() throws IOException {
        super(new ActingListener());
    }

    private Throwable nextThrown() throws InterruptedException {
        return Objects.requireNonNull(thrown.poll(10, TimeUnit.SECONDS), "nothing was thrown");
    }

    @Test
    void aListenerMaySendCommandsAndChainToTheirReplies() throws InterruptedException {
        BlockingQueue<CompletableFuture<?>> chained = new LinkedBlockingQueue<>();
        listener.atOffer = () -> chained.add(client.answer(Peer.in(1, 2), "v=1").thenCompose(acked -> client.leave(1)));
        server.send(OFFER);
        assertThat(server.receive())
                .isEqualTo("{\"cmd\":\"webrtc_send_answer\",\"to\":2,\"room\":1,\"ack\":1,\"sdp\":\"v=1\"}");
        server.send("{\"cmd\":\"ack\",\"action\":\"webrtc_send_answer\",\"ack\":1}");
        assertThat(server.receive()).isEqualTo("{\"cmd\":\"webrtc_leave\",\"ack\":2,\"to\":1}");
        server.send("{\"cmd\":\"ack\",\"action\":\"webrtc_leave\",\"ack\":2}");
        assertThat(chained.take()).succeedsWithin(SOON);
    }

    @Test
    void aListenerThatWaitsForAReplyFailsAtOnceInsteadOfForEver() throws InterruptedException {
        listener.atOffer = () -> {
            for (Runnable waiting : new Runnable[] {
                () -> client.ping().join(),
                () -> client.create(1).join(),
                () -> client.ping().thenApply(Message.Acked::ack).join(),
                () -> await(client.ping())
            }) {
                try {
                    waiting.run();
                } catch (IllegalStateException e) {
                    thrown.add(e);
                }
            }
        };
        server.send(OFFER, "{\"cmd\":\"webrtc_join\",\"from\":2,\"to\":1}");
        assertThat(listener.next()).isInstanceOf(RelayedContent.Offer.class);
        assertThat(listener.next()).isInstanceOf(Message.Joined.class);
        assertThat(thrown).hasSize(4);
    }

    private static @Nullable Object await(CompletableFuture<?> reply) {
        try {
            return reply.get(1, TimeUnit.HOURS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aReplyThatIsThereMayBeReadAnywhere() throws InterruptedException {
        BlockingQueue<Object> read = new LinkedBlockingQueue<>();
        CompletableFuture<Message.Acked> reply = client.ping();
        listener.atOffer = () -> read.add(reply.join());
        server.send("{\"cmd\":\"ack\",\"action\":\"ping\",\"ack\":1}", OFFER);
        assertThat(read.poll(10, TimeUnit.SECONDS)).isInstanceOf(Message.Acked.class);
    }

    @Test
    void aListenerMayCloseTheClientAndHearsOfNothingButTheEnd() throws InterruptedException {
        listener.atOffer = () -> client.close();
        server.send(OFFER, "{\"cmd\":\"webrtc_join\",\"from\":2,\"to\":1}");
        assertThat(listener.next()).isInstanceOf(RelayedContent.Offer.class);
        assertThat(listener.next()).isEqualTo(new Closed(Closed.How.BY_CLIENT, null, null));
        assertThat(listener.isEmpty()).isTrue();
    }

    @Test
    void whatAListenerThrowsIsReportedAndTheClientGoesOn() throws InterruptedException {
        IllegalStateException bug = new IllegalStateException("a bug of the app's");
        listener.atOffer = () -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> thrown.add(e));
            throw bug;
        };
        server.send(OFFER, "{\"cmd\":\"webrtc_join\",\"from\":2,\"to\":1}");
        assertThat(listener.next()).isInstanceOf(RelayedContent.Offer.class);
        assertThat(nextThrown()).isSameAs(bug);
        assertThat(listener.next()).isInstanceOf(Message.Joined.class);
        CompletableFuture<?> reply = client.ping();
        server.send("{\"cmd\":\"ack\",\"action\":\"ping\",\"ack\":1}");
        assertThat(reply).succeedsWithin(SOON);
    }

    @Test
    void whatIsChainedToAReplyRunsInOrderWithTheEvents() throws InterruptedException {
        BlockingQueue<Object> order = new LinkedBlockingQueue<>();
        listener.atOffer = () -> order.add("offer");
        CompletableFuture<?> chained = client.ping().thenRun(() -> order.add("reply"));
        assertThat(server.receive()).contains("ping");
        server.send(OFFER, "{\"cmd\":\"ack\",\"action\":\"ping\",\"ack\":1}", OFFER);
        assertThat(listener.next()).isInstanceOf(RelayedContent.Offer.class);
        assertThat(listener.next()).isInstanceOf(RelayedContent.Offer.class);
        assertThat(chained).succeedsWithin(SOON);
        assertThat(order.take()).isEqualTo("offer");
        assertThat(order.take()).isEqualTo("reply");
        assertThat(order.take()).isEqualTo("offer");
    }
}
