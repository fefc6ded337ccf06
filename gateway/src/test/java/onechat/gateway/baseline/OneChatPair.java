package onechat.gateway.baseline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import onechat.protocol.FrameDecoder;
import onechat.protocol.FrameEncoder;
import onechat.protocol.FramingException;

/** Users 2n-1 and 2n of a server that speaks ONECHAT/1.0 over TCP, in a call in room n. As {@link LoadedPair} says. */
final class OneChatPair implements LoadedPair {
    private final Side caller;
    private final Side callee;
    private final byte[] out = new byte[65_536];
    private final int calleeId;
    private long next;

    OneChatPair(int port, int room) throws IOException {
        calleeId = 2 * room;
        caller = new Side(port);
        callee = new Side(port);
        caller.ask("{\"cmd\":\"login\",\"name\":\"user" + (calleeId - 1) + "\",\"pass\":\"alice\",\"ack\":-3}", -3);
        callee.ask("{\"cmd\":\"login\",\"name\":\"user" + calleeId + "\",\"pass\":\"alice\",\"ack\":-3}", -3);
        caller.ask("{\"cmd\":\"webrtc_create\",\"to\":" + room + ",\"ack\":-2}", -2);
        callee.ask("{\"cmd\":\"webrtc_join\",\"to\":" + room + ",\"ack\":-1}", -1);
        caller.await("webrtc_join");
    }

    /** One of the two. */
    private static final class Side {
        private final Socket socket;
        private final FrameDecoder frames = new FrameDecoder(1_000_000);
        private final byte[] buffer = new byte[16_384];
        private long next;
        private int came;
        private String last = "";
        private boolean flowing;

        Side(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
        }

        void ask(String payload, int ack) throws IOException {
            socket.getOutputStream().write(FrameEncoder.frame(payload.getBytes(UTF_8)));
            while (!last.contains("\"ack\":" + ack) || !last.contains("\"action\"")) {
                read();
            }
        }

        void await(String cmd) throws IOException {
            while (!last.contains("\"cmd\":\"" + cmd)) {
                read();
            }
        }

        int read() throws IOException {
            came = 0;
            while (came == 0) {
                int length = socket.getInputStream().read(buffer);
                if (length < 0) {
                    throw new EOFException("closed: " + last);
                }
                try {
                    frames.feed(buffer, 0, length, this::payload);
                } catch (FramingException e) {
                    throw new IOException(e);
                }
            }
            return came;
        }

        private void payload(byte[] octets, int offset, int length) {
            came++;
            if (!flowing) {
                last = new String(octets, offset, length, UTF_8);
                return;
            }
            long number = 0;
            long power = 1;
            for (int at = offset + length - 2; octets[at] != ':'; at--, power *= 10) {
                number += power * (octets[at] - '0');
            }
            if (number != next++) {
                throw new IllegalStateException(
                        "not number " + (next - 1) + ": " + new String(octets, offset, length, UTF_8));
            }
        }
    }

    @Override
    public void send(int count) throws IOException {
        caller.flowing = true;
        callee.flowing = true;
        int at = 0;
        for (int i = 0; i < count; i++) {
            byte[] payload = ("{\"cmd\":\"webrtc_send_ice_candidate\",\"to\":" + calleeId + Candidate.REST + next++
                            + "}")
                    .getBytes(UTF_8);
            at = FrameEncoder.write(payload, out, at);
        }
        caller.socket.getOutputStream().write(out, 0, at);
    }

    @Override
    public int awaitAcks() throws IOException {
        return caller.read();
    }

    @Override
    public int receive() throws IOException {
        return callee.read();
    }

    @Override
    public void close() throws IOException {
        caller.socket.close();
        callee.socket.close();
    }
}
