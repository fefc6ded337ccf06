package onechat.gateway.peer;

import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import dev.onvoid.webrtc.RTCDataChannelState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * Sends and receives texts over one WebRTC data channel. Used on its peer's thread; texts arrive on one of WebRTC's threads.
 */
final class TextChannel {

    private final RTCDataChannel channel;

    /**
     * Starts to receive.
     *
     * @param received where each text goes that arrives; safe for any thread
     */
    TextChannel(RTCDataChannel channel, Collection<String> received) {
        this.channel = channel;
        channel.registerObserver(new Receiver(received));
    }

    boolean isOpen() {
        return channel.getState() == RTCDataChannelState.OPEN;
    }

    /** Sends one text. Fails when the channel is not open. */
    void send(String text) throws Exception {
        channel.send(new RTCDataChannelBuffer(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), false));
    }

    void close() {
        channel.unregisterObserver();
        channel.close();
    }

    private record Receiver(Collection<String> received) implements RTCDataChannelObserver {

        @Override
        public void onBufferedAmountChange(long previousAmount) {}

        @Override
        public void onStateChange() {}

        @Override
        public void onMessage(RTCDataChannelBuffer buffer) {
            // The buffer is WebRTC's own memory and valid only during this call.
            received.add(StandardCharsets.UTF_8.decode(buffer.data).toString());
        }
    }
}
