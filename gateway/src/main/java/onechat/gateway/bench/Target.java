package onechat.gateway.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;
import onechat.gateway.command.CommandFailedException;
import org.jspecify.annotations.Nullable;

/**
 * The server that is measured, and how it is spoken to. Immutable.
 *
 * @param address where it is
 * @param host what it is called there
 * @param path of the WebSocket; null for frames over TCP
 * @param tls makes TLS over a socket; null for none
 */
record Target(
        InetSocketAddress address,
        String host,
        @Nullable String path,
        @Nullable SSLSocketFactory tls) {
    private static final Pattern HOST_PORT =
            Pattern.compile("(?<host>[^:\\[\\]/]+|\\[[0-9a-fA-F:.%a-z]+]):(?<port>[0-9]{1,5})");
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** What can't be a target. The text is the rest of a sentence that begins with the option's name. */
    static final class WrongTargetException extends Exception {
        private static final long serialVersionUID = 1L;

        WrongTargetException(String problem) {
            super(problem);
        }
    }

    /** A place to find, such as {@code 127.0.0.1:7400} or {@code [::1]:7400}. */
    static Target tcp(String hostPort, @Nullable SSLSocketFactory tls)
            throws WrongTargetException, CommandFailedException {
        Matcher parts = HOST_PORT.matcher(hostPort);
        if (!parts.matches()) {
            throw new WrongTargetException("must be HOST:PORT, such as 127.0.0.1:7400");
        }
        String host = bare(parts.group("host"));
        return new Target(address(host, Integer.parseInt(parts.group("port"))), host, null, tls);
    }

    /** A URL such as {@code ws://127.0.0.1:8080/onechat}; {@code wss} is over TLS. */
    static Target webSocket(String url, SSLSocketFactory tls) throws WrongTargetException, CommandFailedException {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new WrongTargetException("must be a URL, such as ws://127.0.0.1:8080/onechat");
        }
        boolean secure = "wss".equals(uri.getScheme());
        if ((!secure && !"ws".equals(uri.getScheme())) || uri.getHost() == null || uri.getFragment() != null) {
            throw new WrongTargetException("must begin with ws:// or wss:// and name a host");
        }
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? HTTPS : HTTP;
        return new Target(
                address(bare(uri.getHost()), port),
                bare(uri.getHost()),
                uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery(),
                secure ? tls : null);
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static InetSocketAddress address(String host, int port)
            throws WrongTargetException, CommandFailedException {
        if (port < 1 || port > 65_535) {
            throw new WrongTargetException("must have a port from 1 to 65535");
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new CommandFailedException("there is no host " + host);
        }
    }

    /** For the operator's eyes. */
    String place() {
        String authority = (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + address.getPort();
        return path == null ? authority : (tls == null ? "ws://" : "wss://") + authority + path;
    }

    /** The value of the header {@code Host}. */
    String authority() {
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + address.getPort();
    }
}
