package onechat.bridge;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket frame that the server sent. Immutable. */
record ReceivedFrame(int first, ByteBuffer payload) {
    int opcode() {
        return first & 0x0F;
    }

    String text() {
        return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
    }

    /** The code of a close frame. */
    int closeCode() {
        return payload.getShort(0);
    }

    /** What a close frame says behind its code. */
    String closePhrase() {
        return StandardCharsets.UTF_8
                .decode(payload.duplicate().position(Short.BYTES))
                .toString();
    }
}
