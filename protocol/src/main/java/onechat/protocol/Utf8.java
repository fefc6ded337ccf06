package onechat.protocol;

/**
 * Tells whether octets are well-formed UTF-8 (RFC 3629). Stateless.
 *
 * <p>The JSON parser decodes overlong forms and surrogates that RFC 3629 forbids, and the JDK's decoder would copy every payload.
 */
public final class Utf8 {
    private Utf8() {}

    /** Whether the octets from {@code offset} to before {@code offset + length} are whole, well-formed UTF-8 sequences. */
    public static boolean isValid(byte[] octets, int offset, int length) {
        int end = offset + length;
        int i = offset;
        while (i < end) {
            int lead = octets[i];
            if (lead >= 0) {
                i++;
            } else {
                int more = continuationsOf(lead & 0xFF);
                if (more == 0 || end - i <= more || !isWellFormed(octets, i, more)) {
                    return false;
                }
                i += more + 1;
            }
        }
        return true;
    }

    private static int continuationsOf(int lead) {
        if (lead >= 0xC2 && lead <= 0xDF) {
            return 1;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            return 2;
        }
        return lead >= 0xF0 && lead <= 0xF4 ? 3 : 0;
    }

    private static boolean isWellFormed(byte[] octets, int start, int more) {
        for (int i = start + 1; i <= start + more; i++) {
            if ((octets[i] & 0xC0) != 0x80) {
                return false;
            }
        }
        int lead = octets[start] & 0xFF;
        int second = octets[start + 1] & 0xFF;
        return switch (lead) {
            case 0xE0 -> second >= 0xA0; // overlong
            case 0xED -> second <= 0x9F; // a surrogate
            case 0xF0 -> second >= 0x90; // overlong
            case 0xF4 -> second <= 0x8F; // beyond U+10FFFF
            default -> true;
        };
    }
}
