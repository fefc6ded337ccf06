package onechat.gateway;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import onechat.protocol.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Everything an operator can say about a server, checked. Immutable; its text form holds no secret.
 *
 * @param bind the IP address, or {@code localhost}, on which native clients and browsers are served
 * @param tcpPort for native clients; 0 picks a free one
 * @param httpPort for browsers; 0 picks a free one
 * @param adminPort for health checks and metrics; 0 picks a free one
 * @param adminBind the IP address, or {@code localhost}, of the admin port
 * @param demo whether to serve four well-known users from memory; on a loopback {@code bind} and without a database
 *     alone
 * @param database where users and rooms are read from; not opened with {@code demo}
 * @param hideUnknownUsers whether an unknown name is answered as a wrong password is
 * @param tokens which tokens log a user in
 * @param tls the certificate for native clients and browsers; both its files or none
 * @param allowedOrigins of the pages that may connect, and no others, each as a browser sends it, in lower case; empty
 *     for those of the server's own host and port
 * @param maxPayloadBytes the longest payload
 * @param maxParticipants the most participants of one call
 * @param maxDevices the most devices of one user that are logged in at once
 * @param heartbeat how often a client must say something (contract section 3); whole seconds
 * @param loginTimeout how long a connection may stay without a login
 * @param ringTimeout how long a ring lasts
 * @param commandRate commands a second that one connection may send for long; five times as many at once; 0 for no
 *     limit
 * @param ice which STUN and TURN servers clients are told of
 * @param connections how many connections, and how long everything about them may take
 * @param logFormat how the process that runs the server alone logs
 */
public record ServerOptions(
        String bind,
        int tcpPort,
        int httpPort,
        int adminPort,
        String adminBind,
        boolean demo,
        DatabaseOptions database,
        boolean hideUnknownUsers,
        TokenOptions tokens,
        TlsOptions tls,
        List<String> allowedOrigins,
        int maxPayloadBytes,
        int maxParticipants,
        int maxDevices,
        Duration heartbeat,
        Duration loginTimeout,
        Duration ringTimeout,
        int commandRate,
        IceOptions ice,
        ConnectionOptions connections,
        LogFormat logFormat) {
    static final Range PORTS = new Range(0, 65_535);
    /** So that what may wait for one client holds several payloads of the greatest length. */
    private static final int PAYLOADS_IN_OUTBOX = 4;

    static final Range PAYLOAD_BYTES = new Range(1_024, 256 * 1_024);

    static final Range PARTICIPANTS = new Range(2, 256);
    static final Range DEVICES = new Range(1, 256);
    static final Range HEARTBEAT_SECONDS = new Range(1, 3_600);
    static final Range LOGIN_SECONDS = new Range(1, 300);
    static final Range RING_SECONDS = new Range(1, 3_600);
    static final Range COMMANDS = new Range(0, 1_000_000);

    private static final Pattern ORIGIN =
            Pattern.compile("[a-z][a-z0-9+.-]*://([a-z0-9._-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");

    /**
     * Checks every value and those that depend on each other.
     *
     * @throws InvalidOptionException for the first that can't be
     */
    public ServerOptions {
        PORTS.check("tcp-port", tcpPort);
        PORTS.check("http-port", httpPort);
        PORTS.check("admin-port", adminPort);
        PAYLOAD_BYTES.check("max-payload", maxPayloadBytes);
        PARTICIPANTS.check("max-participants", maxParticipants);
        DEVICES.check("max-devices", maxDevices);
        HEARTBEAT_SECONDS.checkSeconds("heartbeat", heartbeat);
        if (heartbeat.toNanosPart() != 0) {
            throw new InvalidOptionException("heartbeat", "must be whole seconds, not " + heartbeat);
        }
        LOGIN_SECONDS.checkSeconds("login-timeout", loginTimeout);
        RING_SECONDS.checkSeconds("ring-timeout", ringTimeout);
        COMMANDS.check("command-rate", commandRate);
        int outbox = connections.maxOutboxBytes();
        if (outbox > 0 && outbox < PAYLOADS_IN_OUTBOX * maxPayloadBytes) {
            throw new InvalidOptionException(
                    "max-outbox", "must be 0 or at least " + PAYLOADS_IN_OUTBOX + " times max-payload");
        }
        allowedOrigins = List.copyOf(allowedOrigins);
        for (String origin : allowedOrigins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new InvalidOptionException(
                        "allowed-origins",
                        "must look like https://example.com or https://example.com:8443 in lower case");
            }
        }
        ice.requireWhole();
        checkKeyFor("jwt-issuer", tokens.issuer(), tokens);
        checkKeyFor("jwt-audience", tokens.audience(), tokens);
        var _ = tls.files(); // both or none
        address("admin-bind", adminBind);
        boolean loopback = address("bind", bind).isLoopbackAddress();
        // The demo's passwords are known to everybody.
        if (demo && !loopback) {
            throw new InvalidOptionException("demo", "is for this machine alone and refused with bind " + bind);
        }
        if (demo && !database.equals(DatabaseOptions.EMBEDDED)) {
            throw new InvalidOptionException("demo", "keeps everything in memory and takes no database options");
        }
    }

    private static void checkKeyFor(String option, @Nullable String name, TokenOptions tokens) {
        if (name != null && tokens.keys() == null) {
            throw new InvalidOptionException(
                    option,
                    "is given without a key that tokens are checked with: --jwt-secret-file, --jwt-public-key or --jwt-jwks");
        }
    }

    /** What a server does that is told nothing. */
    public static ServerOptions defaults() {
        return new Builder().build();
    }

    /** The address of {@link #bind}. */
    public InetAddress bindAddress() {
        return address("bind", bind);
    }

    /** The address of {@link #adminBind}. */
    public InetAddress adminBindAddress() {
        return address("admin-bind", adminBind);
    }

    /** No name service is asked, so that an option means the same at every start. */
    private static InetAddress address(String option, String text) {
        if (text.equals("localhost")) {
            return InetAddress.getLoopbackAddress();
        }
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidOptionException(
                    option, "must be an IP address of this machine, such as 127.0.0.1, 0.0.0.0 or ::, or localhost");
        }
    }

    /** Collects options, each with its default until it is set. Confined to one thread. */
    public static final class Builder {
        private String bind = "127.0.0.1";
        private int tcpPort = 7400;
        private int httpPort = 8080;
        private int adminPort = 7401;
        private String adminBind = "127.0.0.1";
        private boolean demo;
        private DatabaseOptions database = DatabaseOptions.EMBEDDED;
        private boolean hideUnknownUsers;
        private TokenOptions tokens = TokenOptions.NONE;
        private TlsOptions tls = TlsOptions.NONE;
        private List<String> allowedOrigins = List.of();
        private int maxPayloadBytes = Limits.DEFAULT_MAX_PAYLOAD_BYTES;
        private int maxParticipants = 16;
        private int maxDevices = 16;
        private Duration heartbeat = Duration.ofSeconds(25);
        private Duration loginTimeout = Duration.ofSeconds(10);
        private Duration ringTimeout = Duration.ofSeconds(60);
        private int commandRate = 200;
        private IceOptions ice = IceOptions.NONE;
        private ConnectionOptions connections = ConnectionOptions.DEFAULT;
        private LogFormat logFormat = LogFormat.TEXT;

        public Builder bind(String bind) {
            this.bind = bind;
            return this;
        }

        public Builder tcpPort(int tcpPort) {
            this.tcpPort = tcpPort;
            return this;
        }

        public Builder httpPort(int httpPort) {
            this.httpPort = httpPort;
            return this;
        }

        public Builder adminPort(int adminPort) {
            this.adminPort = adminPort;
            return this;
        }

        public Builder adminBind(String adminBind) {
            this.adminBind = adminBind;
            return this;
        }

        public Builder demo(boolean demo) {
            this.demo = demo;
            return this;
        }

        public Builder database(UnaryOperator<DatabaseOptions> change) {
            this.database = change.apply(database);
            return this;
        }

        public Builder hideUnknownUsers(boolean hideUnknownUsers) {
            this.hideUnknownUsers = hideUnknownUsers;
            return this;
        }

        public Builder tokens(UnaryOperator<TokenOptions> change) {
            this.tokens = change.apply(tokens);
            return this;
        }

        /** What was said of tokens so far. */
        TokenOptions tokens() {
            return tokens;
        }

        public Builder tls(UnaryOperator<TlsOptions> change) {
            this.tls = change.apply(tls);
            return this;
        }

        public Builder allowedOrigins(List<String> allowedOrigins) {
            this.allowedOrigins = allowedOrigins;
            return this;
        }

        public Builder maxPayloadBytes(int maxPayloadBytes) {
            this.maxPayloadBytes = maxPayloadBytes;
            return this;
        }

        public Builder maxParticipants(int maxParticipants) {
            this.maxParticipants = maxParticipants;
            return this;
        }

        public Builder maxDevices(int maxDevices) {
            this.maxDevices = maxDevices;
            return this;
        }

        public Builder heartbeat(Duration heartbeat) {
            this.heartbeat = heartbeat;
            return this;
        }

        public Builder loginTimeout(Duration loginTimeout) {
            this.loginTimeout = loginTimeout;
            return this;
        }

        public Builder ringTimeout(Duration ringTimeout) {
            this.ringTimeout = ringTimeout;
            return this;
        }

        public Builder commandRate(int commandRate) {
            this.commandRate = commandRate;
            return this;
        }

        public Builder ice(UnaryOperator<IceOptions> change) {
            this.ice = change.apply(ice);
            return this;
        }

        public Builder connections(UnaryOperator<ConnectionOptions> change) {
            this.connections = change.apply(connections);
            return this;
        }

        public Builder logFormat(LogFormat logFormat) {
            this.logFormat = logFormat;
            return this;
        }

        /**
         * The options, checked.
         *
         * @throws InvalidOptionException for the first that can't be
         */
        public ServerOptions build() {
            return new ServerOptions(
                    bind,
                    tcpPort,
                    httpPort,
                    adminPort,
                    adminBind,
                    demo,
                    database,
                    hideUnknownUsers,
                    tokens,
                    tls,
                    allowedOrigins,
                    maxPayloadBytes,
                    maxParticipants,
                    maxDevices,
                    heartbeat,
                    loginTimeout,
                    ringTimeout,
                    commandRate,
                    ice,
                    connections,
                    logFormat);
        }
    }
}
