package onechat.gateway.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import onechat.protocol.Cmd;
import org.jspecify.annotations.Nullable;

/**
 * A message of the server's that is told apart by its octets, without a tree: a view on a buffer, good until the next is shown. Confined to
 * one thread.
 *
 * <p>What comes in masses is found where the servers write it; anything else is looked for.
 */
final class Payload {
    private static final byte[] USUAL_BEGIN = "{\"cmd\":\"".getBytes(US_ASCII);
    private static final byte[] CMD = "cmd".getBytes(US_ASCII);
    private static final Map<Cmd, byte[]> NAMES = names();
    private static final byte[] ACK = "ack".getBytes(US_ASCII);
    private static final byte[] USUAL_ACK = ",\"ack\":".getBytes(US_ASCII);
    private static final int MOST_DIGITS = 18;

    private byte[] octets = {};
    private int begin;
    private int end;

    private static Map<Cmd, byte[]> names() {
        Map<Cmd, byte[]> names = new EnumMap<>(Cmd.class);
        for (Cmd cmd : Cmd.values()) {
            names.put(cmd, (cmd.wireName() + '"').getBytes(US_ASCII));
        }
        return names;
    }

    void show(byte[] from, int offset, int length) {
        octets = from;
        begin = offset;
        end = offset + length;
    }

    byte[] octets() {
        return octets;
    }

    int begin() {
        return begin;
    }

    int end() {
        return end;
    }

    /** Whether it is of that command. */
    boolean is(Cmd cmd) {
        int at = begin + USUAL_BEGIN.length;
        if (!startsWith(USUAL_BEGIN, begin)) {
            int value = JsonScan.value(octets, begin, end, CMD);
            if (value < 0 || octets[value] != '"') {
                return false;
            }
            at = value + 1;
        }
        return startsWith(NAMES.getOrDefault(cmd, ACK), at);
    }

    /** The number that is its ack; -1 where there is none, or it is no number. */
    long ack() {
        // The acks that count are written last, with the digits that were sent.
        int at = end - 1 - Acks.DIGITS;
        int name = at - USUAL_ACK.length;
        if (name > begin && octets[end - 1] == '}' && startsWith(USUAL_ACK, name)) {
            return digits(at, end - 1);
        }
        return number(ACK);
    }

    /** The whole number that a member is; -1 where there is none. */
    long number(byte[] name) {
        int at = JsonScan.value(octets, begin, end, name);
        return at < 0 ? -1 : digits(at, end);
    }

    long number(String name) {
        return number(name.getBytes(US_ASCII));
    }

    /** The text that a member is, as it is written; null where there is none. */
    @Nullable
    String text(String name) {
        int at = JsonScan.value(octets, begin, end, name.getBytes(US_ASCII));
        if (at < 0 || octets[at] != '"') {
            return null;
        }
        int close = JsonScan.endOfString(octets, at + 1, end);
        return new String(octets, at + 1, close - at - 1, UTF_8);
    }

    boolean has(String name) {
        return JsonScan.value(octets, begin, end, name.getBytes(US_ASCII)) >= 0;
    }

    /** Where these octets stand, from there on; -1 for nowhere. */
    int find(byte[] wanted) {
        for (int at = begin; at <= end - wanted.length; at++) {
            if (octets[at] == wanted[0] && startsWith(wanted, at)) {
                return at;
            }
        }
        return -1;
    }

    boolean startsWith(byte[] wanted, int at) {
        return at + wanted.length <= end && Arrays.equals(octets, at, at + wanted.length, wanted, 0, wanted.length);
    }

    private long digits(int start, int most) {
        long number = 0;
        int at = start;
        for (; at < most && octets[at] >= '0' && octets[at] <= '9'; at++) {
            if (at - start == MOST_DIGITS) {
                return -1;
            }
            number = 10 * number + octets[at] - '0';
        }
        return at == start ? -1 : number;
    }

    @Override
    public String toString() {
        return new String(octets, begin, end - begin, UTF_8);
    }
}
