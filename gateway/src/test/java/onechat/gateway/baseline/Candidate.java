package onechat.gateway.baseline;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The message that is relayed, where its receiver is not the server's own: an ICE candidate of {@value #BYTES} octets, as {@code onechat bench relay}
 * sends it, with its number as {@code ack}. Stateless.
 */
final class Candidate {
    /** As long as most are. */
    static final int BYTES = 250;

    private static final byte[] ACK = "\"ack\":".getBytes(US_ASCII);
    /** Makes every number as long as every other. */
    private static final long FIRST = 1_000_000_000_000_000L;

    private static final String CANDIDATE =
            ",\"label\":0,\"candidate\":\"candidate:842163049 1 udp 1677729535 203.0.113.7 46154"
                    + " typ srflx raddr 192.0.2.17 rport 46154 generation 0 ufrag ";
    private static final String END = "\",\"sdpMid\":\"0\"}";

    private Candidate() {}

    /** The message of that number. */
    static String text(long to, long number) {
        String begin =
                "{\"cmd\":\"webrtc_send_ice_candidate\",\"to\":" + to + ",\"ack\":" + (FIRST + number) + CANDIDATE;
        return begin + "u".repeat(BYTES - begin.length() - END.length()) + END;
    }

    /** The number of the message that stands in these octets, among others. */
    static long number(byte[] octets, int start, int end) {
        for (int at = start; at + ACK.length < end; at++) {
            if (octets[at] == '"' && startsWithAck(octets, at)) {
                long number = 0;
                for (int digit = at + ACK.length; isDigit(octets[digit]); digit++) {
                    number = 10 * number + (octets[digit] - '0');
                }
                return number - FIRST;
            }
        }
        throw new IllegalStateException("no candidate: " + new String(octets, start, end - start, US_ASCII));
    }

    private static boolean startsWithAck(byte[] octets, int start) {
        for (int i = 0; i < ACK.length; i++) {
            if (octets[start + i] != ACK[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }
}
