package onechat.bridge;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a page came from (RFC 6454): scheme, host and port, in one spelling. Immutable.
 *
 * @param scheme in lower case
 * @param host in lower case, an IPv6 address in brackets
 * @param port 1 to 65535, or -1 for a scheme whose default port is not known
 */
record Origin(String scheme, String host, int port) {
    private static final String AUTHORITY = "(\\[[0-9A-Fa-f:.]+]|[^\\s:/?#@\\[\\]\\\\*]+)(?::([0-9]{1,5}))?";
    private static final Pattern ORIGIN = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://" + AUTHORITY);
    private static final Pattern HOST = Pattern.compile(AUTHORITY);

    /** The origin that {@code text} spells, or null where it spells none (so for {@code null}, which a page without one sends). */
    static @Nullable Origin of(String text) {
        Matcher matcher = ORIGIN.matcher(text);
        return matcher.matches() ? of(matcher.group(1), matcher.group(2), matcher.group(3)) : null;
    }

    /**
     * Whether a {@code Host} header names this origin's host and port. Behind a proxy that ends TLS the server can't know the
     * scheme, so a missing port stands for the default port of this origin's scheme.
     */
    boolean isServedBy(String hostHeader) {
        Matcher matcher = HOST.matcher(hostHeader);
        return matcher.matches() && equals(of(scheme, matcher.group(1), matcher.group(2)));
    }

    private static Origin of(String scheme, String host, @Nullable String port) {
        String lowerCase = scheme.toLowerCase(Locale.ROOT);
        return new Origin(
                lowerCase,
                host.toLowerCase(Locale.ROOT),
                port == null ? defaultPort(lowerCase) : Integer.parseInt(port));
    }

    private static int defaultPort(String scheme) {
        return switch (scheme) {
            case "http", "ws" -> 80;
            case "https", "wss" -> 443;
            default -> -1;
        };
    }
}
