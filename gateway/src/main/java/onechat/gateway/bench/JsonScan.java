package onechat.gateway.bench;

import java.util.Arrays;

/** Looks for a member of a JSON object in its octets, without reading the rest. Stateless; what is no JSON has no members. */
final class JsonScan {
    private JsonScan() {}

    /**
     * Where the value of a member begins.
     *
     * @param name its name, as it is written
     * @return its first octet; -1 where the object has no such member of its own
     */
    static int value(byte[] octets, int begin, int end, byte[] name) {
        int depth = 0;
        int at = begin;
        while (at < end) {
            int octet = octets[at++];
            if (octet == '{' || octet == '[') {
                depth++;
            } else if (octet == '}' || octet == ']') {
                depth--;
            } else if (octet == '"') {
                int close = endOfString(octets, at, end);
                int after = skipSpace(octets, close + 1, end);
                if (after < end && octets[after] == ':') {
                    if (depth == 1 && Arrays.equals(octets, at, close, name, 0, name.length)) {
                        int value = skipSpace(octets, after + 1, end);
                        return value < end ? value : -1;
                    }
                    after++;
                }
                at = after;
            }
        }
        return -1;
    }

    /** The quotation mark that ends the string whose content begins there; {@code end} where there is none. */
    static int endOfString(byte[] octets, int start, int end) {
        int at = start;
        while (at < end && octets[at] != '"') {
            at += octets[at] == '\\' ? 2 : 1;
        }
        return Math.min(at, end);
    }

    private static int skipSpace(byte[] octets, int start, int end) {
        int at = start;
        while (at < end && (octets[at] == ' ' || octets[at] == '\t' || octets[at] == '\n' || octets[at] == '\r')) {
            at++;
        }
        return at;
    }
}
