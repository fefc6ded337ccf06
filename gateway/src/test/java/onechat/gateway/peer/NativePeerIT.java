package onechat.gateway.peer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import onechat.protocol.IceCandidate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NativePeerIT {

    /** Carries signals to another peer; holds those that come before it is connected, the latest foremost. */
    private static class Wire implements PeerSignals {

        private final Deque<Consumer<NativePeer>> held = new ArrayDeque<>();
        private @Nullable NativePeer end;

        @Override
        public void offer(String sdp) {
            carry(peer -> peer.acceptOffer(sdp));
        }

        @Override
        public void answer(String sdp) {
            carry(peer -> peer.acceptAnswer(sdp));
        }

        @Override
        public void candidate(IceCandidate candidate) {
            carry(peer -> peer.addRemoteCandidate(candidate));
        }

        private synchronized void carry(Consumer<NativePeer> signal) {
            if (end == null) {
                held.addFirst(signal);
            } else {
                signal.accept(end);
            }
        }

        synchronized int held() {
            return held.size();
        }

        synchronized void connect(NativePeer peer) {
            end = peer;
            held.forEach(signal -> signal.accept(peer));
            held.clear();
        }
    }

    @Test
    void twoPeersSeeAndTextEachOther() throws SocketException {
        assumeANetwork();
        var toAlice = new Wire();
        var toBob = new Wire();
        try (var alice = new NativePeer("alice", toBob);
                var bob = new NativePeer("bob", toAlice)) {
            toAlice.connect(alice);
            toBob.connect(bob);
            alice.offer();
            theySeeEachOther(alice, bob);
            await().atMost(20, SECONDS).until(() -> alice.isTextOpen() && bob.isTextOpen());
            bob.sendText("first");
            bob.sendText("second");
            await().atMost(20, SECONDS)
                    .untilAsserted(() -> assertThat(alice.receivedTexts()).isEqualTo(List.of("first", "second")));
        }
    }

    @Test
    void candidatesThatOvertakeTheOfferAreKept() throws SocketException {
        assumeANetwork();
        // Bob's own candidates are lost: all that can connect them are those of Alice.
        var toAlice = new Wire() {
            @Override
            public void candidate(IceCandidate candidate) {}
        };
        var toBob = new Wire();
        try (var alice = new NativePeer("alice", toBob);
                var bob = new NativePeer("bob", toAlice)) {
            toAlice.connect(alice);
            alice.offer();
            await().atMost(20, SECONDS).until(() -> toBob.held() > 1);
            toBob.connect(bob);
            theySeeEachOther(alice, bob);
        }
    }

    @Test
    void aStepThatFailedIsThrownByClose() {
        var peer = new NativePeer("broken", new Wire());
        peer.acceptOffer("no SDP");
        assertThatThrownBy(peer::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("broken")
                .hasStackTraceContaining("session description");
        assertThat(peer.failure()).isNotNull();
    }

    @Test
    void aTextWithoutADataChannelIsAFailure() {
        var peer = new NativePeer("mute", new Wire());
        peer.sendText("unheard");
        assertThatThrownBy(peer::close).hasStackTraceContaining("no data channel");
    }

    /** Without one, two native peers have no address to offer each other. */
    private static void assumeANetwork() throws SocketException {
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (!each.isLoopback() && each.isUp() && each.getInetAddresses().hasMoreElements()) {
                return;
            }
        }
        assumeTrue(false, "there is no network interface but loopback");
    }

    private static void theySeeEachOther(NativePeer alice, NativePeer bob) {
        await().atMost(20, SECONDS).until(() -> alice.decodedFrames() > 25 && bob.decodedFrames() > 25);
        assertThat(alice.isConnected()).isTrue();
        assertThat(bob.isConnected()).isTrue();
    }
}
