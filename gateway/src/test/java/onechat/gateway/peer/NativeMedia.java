package onechat.gateway.peer;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.media.audio.AudioOptions;
import dev.onvoid.webrtc.media.audio.AudioTrack;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import dev.onvoid.webrtc.media.video.VideoTrack;
import dev.onvoid.webrtc.media.video.VideoTrackSink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Owns the native objects of one peer: a connection that sends a moving picture with silence, and sinks for what it gets.
 * Confined to its peer's thread, but for {@link #decodedFrames()}.
 */
final class NativeMedia {

    private static final List<String> STREAM = List.of("native");

    // The default module opens the machine's sound devices and aborts the JVM where there are none.
    private final HeadlessAudioDeviceModule audioDevice = new HeadlessAudioDeviceModule();
    private final PeerConnectionFactory factory = new PeerConnectionFactory(audioDevice);
    private final MovingPicture picture = new MovingPicture();
    private final VideoTrack video = factory.createVideoTrack("picture", picture.source());
    private final AudioTrack audio = factory.createAudioTrack("silence", factory.createAudioSource(new AudioOptions()));
    private final AtomicInteger decodedFrames = new AtomicInteger();
    private final VideoTrackSink sink = frame -> {
        decodedFrames.incrementAndGet();
        frame.release();
    };
    private final List<VideoTrack> watched = new ArrayList<>();
    private final RTCPeerConnection connection;

    NativeMedia(PeerConnectionObserver observer) {
        var configuration = new RTCConfiguration();
        // WebRTC leaves the loopback interface out. Where there is no other, such ports still reach a browser on this
        // machine, which offers its loopback address.
        configuration.portAllocatorConfig.setEnableAnyAddressPorts(true);
        connection = factory.createPeerConnection(configuration, observer);
        connection.addTrack(audio, STREAM);
        connection.addTrack(video, STREAM);
    }

    RTCPeerConnection connection() {
        return connection;
    }

    void pushNextFrame() {
        picture.pushNextFrame();
    }

    /** Counts the frames of the video that a transceiver receives. Anything but video is ignored. */
    void watch(RTCRtpTransceiver transceiver) {
        if (transceiver.getReceiver().getTrack() instanceof VideoTrack track) {
            track.addSink(sink);
            watched.add(track);
        }
    }

    /** How many remote frames were decoded so far. */
    int decodedFrames() {
        return decodedFrames.get();
    }

    /** Ends the connection and its threads. */
    void dispose() {
        watched.forEach(track -> track.removeSink(sink));
        // Tracks and connection stay allocated: 0.14.0 keeps references of its own, and their dispose() would throw.
        connection.close();
        picture.dispose();
        // WebRTC's threads are non-daemon threads of the JVM, which can't end while they live; this joins them.
        factory.dispose();
        audioDevice.dispose();
    }
}
