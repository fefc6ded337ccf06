package onechat.gateway.peer;

import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import onechat.gateway.real.RealPart;
import onechat.protocol.IceCandidate;
import org.jspecify.annotations.Nullable;

/**
 * Takes part in one call with a real native WebRTC stack: it sends a moving picture, counts the frames it decodes and
 * exchanges texts over a data channel. Methods may be called from any thread, return at once and are carried out on the
 * peer's one thread in the order of their calls; the {@link PeerSignals} are called there too, and may call any method
 * but {@link #close()}. Only the constructor and {@code close()} wait, for 10 s at most.
 *
 * <p>A step that fails (SDP that can't be applied, a signal that throws) shows in {@link #failure()}, and {@code close()}
 * throws it.
 */
public final class NativePeer implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration FRAME_INTERVAL = Duration.ofMillis(40);
    private static final RealPart LIBRARIES =
            RealPart.ofDebian("libdbus-1-3 libpulse0 libudev1 libx11-6 libxcomposite1 libxfixes3 libxrandr2");

    private final String name;
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final List<String> receivedTexts = new CopyOnWriteArrayList<>();
    private final PeerSignals signals;
    private final NativeMedia media;
    private final Negotiation negotiation;
    private final ScheduledFuture<?> pictures;
    private volatile RTCPeerConnectionState state = RTCPeerConnectionState.NEW;
    private volatile @Nullable TextChannel textChannel;
    private volatile boolean closed;

    /**
     * Makes a peer that is not connected to anything yet.
     *
     * @param name names its thread and its failures
     * @param signals where offer, answer and candidates go
     * @throws org.opentest4j.TestAbortedException when the native library can't be loaded, on a developer's machine
     * @throws IllegalStateException when it can't be loaded where {@code CI=true}
     */
    public NativePeer(String name, PeerSignals signals) {
        this.name = name;
        this.signals = signals;
        thread = new ScheduledThreadPoolExecutor(
                1,
                Thread.ofPlatform().name("native-peer-" + name).daemon().factory(),
                // WebRTC reports until the last moment, and an exception in a report ends the JVM: drop late ones.
                new ThreadPoolExecutor.DiscardPolicy());
        media = createMedia();
        negotiation = new Negotiation(media.connection(), signals);
        pictures = thread.scheduleWithFixedDelay(
                () -> carryOut(media::pushNextFrame), 0, FRAME_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private NativeMedia createMedia() {
        try {
            return thread.submit(() -> new NativeMedia(new Events())).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            thread.shutdown();
            if (e.getCause() instanceof LinkageError missing) {
                throw LIBRARIES.missing("webrtc-java's native library, or a library it needs,", missing);
            }
            throw new IllegalStateException("no native peer " + name, e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            thread.shutdownNow();
            throw new IllegalStateException("no native peer " + name, e);
        }
    }

    /** Opens a data channel and makes an offer. */
    public void offer() {
        run(() -> {
            RTCDataChannel opened = media.connection().createDataChannel("chat", new RTCDataChannelInit());
            textChannel = new TextChannel(opened, receivedTexts);
            negotiation.offer();
        });
    }

    /** Applies the other side's offer and makes an answer; a data channel that the other side opens is taken. */
    public void acceptOffer(String sdp) {
        run(() -> negotiation.acceptOffer(sdp));
    }

    /** Applies the other side's answer. */
    public void acceptAnswer(String sdp) {
        run(() -> negotiation.acceptAnswer(sdp));
    }

    /** Adds one of the other side's candidates; one that comes before the offer or answer is kept until then. */
    public void addRemoteCandidate(IceCandidate candidate) {
        run(() -> negotiation.addRemoteCandidate(candidate));
    }

    /** Sends a text over the data channel, which must be open. */
    public void sendText(String text) {
        run(() -> {
            TextChannel channel = textChannel;
            if (channel == null) {
                throw new IllegalStateException("no data channel");
            }
            channel.send(text);
        });
    }

    /** Whether ICE and DTLS are through. */
    public boolean isConnected() {
        return state == RTCPeerConnectionState.CONNECTED;
    }

    /** Whether texts can be sent. */
    public boolean isTextOpen() {
        TextChannel channel = textChannel;
        return channel != null && channel.isOpen();
    }

    /** The texts that arrived so far, oldest first. */
    public List<String> receivedTexts() {
        return List.copyOf(receivedTexts);
    }

    /** How many frames of the other side's video were decoded so far. */
    public int decodedFrames() {
        return media.decodedFrames();
    }

    /** The first step that failed, or null. */
    public @Nullable Throwable failure() {
        return failure.get();
    }

    /**
     * Leaves the call and ends the native threads, without which the JVM can't end by itself. A second call has no effect
     * but to throw the failure again.
     *
     * @throws IllegalStateException when a step failed, with the failure as cause
     */
    @Override
    public void close() {
        run(this::dispose);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("native peer " + name + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("native peer " + name + " failed", failed);
        }
    }

    private void dispose() {
        closed = true;
        pictures.cancel(false);
        TextChannel channel = textChannel;
        textChannel = null;
        if (channel != null) {
            channel.close();
        }
        media.dispose();
    }

    private void run(Step step) {
        thread.execute(() -> carryOut(step));
    }

    private void carryOut(Step step) {
        if (closed) {
            return;
        }
        try {
            step.run();
        } catch (Throwable e) { // The native stack throws plain Errors, a test's signals AssertionErrors.
            failure.compareAndSet(null, e);
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    /** Passes WebRTC's reports on to the peer's thread. Called on WebRTC's threads, which nothing here may block. */
    private final class Events implements PeerConnectionObserver {

        @Override
        public void onIceCandidate(RTCIceCandidate local) {
            run(() -> signals.candidate(new IceCandidate(local.sdp, local.sdpMLineIndex, local.sdpMid, null)));
        }

        @Override
        public void onConnectionChange(RTCPeerConnectionState changed) {
            state = changed;
        }

        @Override
        public void onTrack(RTCRtpTransceiver transceiver) {
            run(() -> media.watch(transceiver));
        }

        @Override
        public void onDataChannel(RTCDataChannel opened) {
            run(() -> textChannel = new TextChannel(opened, receivedTexts));
        }
    }
}
