package onechat.gateway.peer;

import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import java.nio.ByteBuffer;

/**
 * Draws a picture that differs in every frame, a bright bar wandering over a slanted gradient. Confined to the thread that
 * makes it.
 */
final class MovingPicture {

    static final int WIDTH = 320;
    static final int HEIGHT = 240;
    private static final int BAR_WIDTH = 24;
    private static final int BAR_STEP = 4;
    private static final byte BRIGHT = (byte) 235;
    private static final byte NO_COLOUR = (byte) 128;

    private final CustomVideoSource source = new CustomVideoSource();
    private int frames;

    /** The source whose track carries the picture. */
    CustomVideoSource source() {
        return source;
    }

    /** Draws the next frame and hands it to the encoder. */
    void pushNextFrame() {
        NativeI420Buffer buffer = NativeI420Buffer.allocate(WIDTH, HEIGHT);
        drawBrightness(buffer);
        fill(buffer.getDataU(), (byte) frames);
        fill(buffer.getDataV(), NO_COLOUR);
        frames++;
        VideoFrame frame = new VideoFrame(buffer, System.nanoTime());
        source.pushFrame(frame);
        frame.release();
    }

    private void drawBrightness(NativeI420Buffer buffer) {
        ByteBuffer brightness = buffer.getDataY();
        int bar = frames * BAR_STEP % WIDTH;
        byte[] row = new byte[WIDTH];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                boolean inBar = x >= bar && x < bar + BAR_WIDTH;
                row[x] = inBar ? BRIGHT : (byte) (16 + (x + y) * 3 / 8);
            }
            brightness.put(y * buffer.getStrideY(), row);
        }
    }

    private static void fill(ByteBuffer plane, byte value) {
        while (plane.hasRemaining()) {
            plane.put(value);
        }
    }

    /** Frees the native source; no frame may be pushed afterwards. */
    void dispose() {
        source.dispose();
    }
}
