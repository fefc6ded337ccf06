package onechat.gateway.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The command that relays an ICE candidate, written anew for each relay into the same octets: its number and the time it was sent stand in
 * the candidate's foundation, which may be any 32 letters and digits (RFC 8839, section 5.1). Confined to one thread at a time.
 */
final class CandidateText {
    /** Room for the greatest id. */
    static final int LEAST_BYTES = 250;

    private static final byte[] MARK = "\"candidate:".getBytes(US_ASCII);
    private static final int HEX_DIGITS = 16;
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
    private static final String BEFORE_PADDING =
            " 1 udp 1677729535 203.0.113.7 46154 typ srflx raddr 192.0.2.17 rport 46154 ufrag ";

    private final byte[] octets;
    private final int ackAt;
    private final int foundationAt;

    /**
     * A text for relays to one user.
     *
     * @param payloadBytes how long it is, {@value #LEAST_BYTES} at least
     */
    CandidateText(long to, int payloadBytes) {
        String begin = "{\"cmd\":\"webrtc_send_ice_candidate\",\"to\":" + to + ",\"ack\":";
        String middle = ",\"label\":0,\"candidate\":\"candidate:";
        String end = "\",\"sdpMid\":\"0\"}";
        int fixed = begin.length()
                + Acks.DIGITS
                + middle.length()
                + 2 * HEX_DIGITS
                + BEFORE_PADDING.length()
                + end.length();
        ackAt = begin.length();
        foundationAt = ackAt + Acks.DIGITS + middle.length();
        octets = (begin
                        + "0".repeat(Acks.DIGITS)
                        + middle
                        + "0".repeat(2 * HEX_DIGITS)
                        + BEFORE_PADDING
                        + "u".repeat(payloadBytes - fixed)
                        + end)
                .getBytes(US_ASCII);
    }

    /** The payload for a relay. */
    byte[] write(long number, long nanos) {
        long ack = Acks.ofRelay(number);
        for (int i = ackAt + Acks.DIGITS - 1; i >= ackAt; i--) {
            octets[i] = (byte) ('0' + ack % 10);
            ack /= 10;
        }
        hex(number, foundationAt);
        hex(nanos, foundationAt + HEX_DIGITS);
        return octets;
    }

    private void hex(long value, int start) {
        long rest = value;
        for (int i = start + HEX_DIGITS - 1; i >= start; i--) {
            octets[i] = HEX[(int) (rest & 0xF)];
            rest >>>= 4;
        }
    }

    /** Reads what the candidates of one connection say. Confined to one thread. */
    static final class Reader {
        /** Where the last one stood in its payload: most stand at the same place. */
        private int usual = -1;

        private long number;
        private long nanos;

        /** Whether the payload holds such a candidate, whose {@link #number} and {@link #nanos} can then be had. */
        boolean read(Payload payload) {
            int at = payload.begin() + usual;
            if (usual < 0 || !payload.startsWith(MARK, at)) {
                at = payload.find(MARK);
                if (at < 0) {
                    return false;
                }
                usual = at - payload.begin();
            }
            int foundation = at + MARK.length;
            if (foundation + 2 * HEX_DIGITS > payload.end()) {
                return false;
            }
            number = hex(payload.octets(), foundation);
            nanos = hex(payload.octets(), foundation + HEX_DIGITS);
            return true;
        }

        long number() {
            return number;
        }

        /** {@link System#nanoTime} when it was sent, or was to be. */
        long nanos() {
            return nanos;
        }

        private static long hex(byte[] octets, int start) {
            long value = 0;
            for (int i = start; i < start + HEX_DIGITS; i++) {
                value = value << 4 | Character.digit(octets[i], 16);
            }
            return value;
        }
    }
}
