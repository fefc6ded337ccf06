package onechat.gateway;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.regex.Pattern;

/**
 * Where a server listens. Immutable.
 *
 * @param tcp for native clients; resolved
 * @param http for browsers; resolved
 * @param admin for health checks; resolved
 * @param tls whether native clients and browsers are served over TLS, and not without
 */
public record Endpoints(InetSocketAddress tcp, InetSocketAddress http, InetSocketAddress admin, boolean tls) {
    private static final Pattern RUN_OF_ZEROS = Pattern.compile("(^|:)0(:0)+(:|$)");

    /** The one line that says on standard output that every port accepts. */
    public String readyLine() {
        return "onechat ready tcp=" + text(tcp) + " http=" + (tls ? "https://" : "http://") + text(http)
                + " admin=http://" + text(admin);
    }

    /** An address with its port as a URL has it: IPv6 in brackets and short. */
    static String text(InetSocketAddress endpoint) {
        String host = endpoint.getAddress().getHostAddress();
        return endpoint.getAddress() instanceof Inet6Address
                ? "[" + RUN_OF_ZEROS.matcher(host).replaceFirst("::") + "]:" + endpoint.getPort()
                : host + ":" + endpoint.getPort();
    }
}
