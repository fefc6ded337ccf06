package onechat.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import onechat.gateway.directory.DirectoryQueries;

/**
 * Every option of a server with its names, its explanation and how its text becomes a value. Immutable.
 *
 * <p>Help, environment, configuration file and README all say what stands here.
 */
enum Setting {
    BIND(
            "bind",
            "ADDRESS",
            "The address on which native clients and browsers are served. Only this machine can reach the default; 0.0.0.0 or :: "
                    + "serves every network.",
            "an IP address of this machine, or localhost",
            ServerOptions::bind,
            ServerOptions.Builder::bind),
    TCP_PORT(
            "tcp-port",
            "PORT",
            "Native clients connect here, with ONECHAT/1.0 over TCP. 0 picks a free port.",
            ServerOptions.PORTS,
            ServerOptions::tcpPort,
            ServerOptions.Builder::tcpPort),
    HTTP_PORT(
            "http-port",
            "PORT",
            "Browsers connect here: the page at /, WebSocket at /onechat. 0 picks a free port.",
            ServerOptions.PORTS,
            ServerOptions::httpPort,
            ServerOptions.Builder::httpPort),
    ADMIN_PORT(
            "admin-port",
            "PORT",
            "Health checks and metrics are answered here, and only here. 0 picks a free port.",
            ServerOptions.PORTS,
            ServerOptions::adminPort,
            ServerOptions.Builder::adminPort),
    ADMIN_BIND(
            "admin-bind",
            "ADDRESS",
            "The address of the admin port, whatever --bind says.",
            "an IP address of this machine, or localhost",
            ServerOptions::adminBind,
            ServerOptions.Builder::adminBind),
    DEMO(
            "demo",
            "true|false",
            "Serve the users alice, bob, carol and dave, each with the name as password, and the rooms 1 (all four) and 2 (alice "
                    + "and bob), all in memory. On a loopback --bind and without a database of your own.",
            Setting.TRUE_OR_FALSE,
            ServerOptions::demo,
            (builder, text) -> builder.demo(truth("demo", text))),
    DB_URL(
            "db-url",
            "URL",
            "The JDBC URL of the database that holds users and rooms. The default is a file below the working directory.",
            "jdbc:h2:... or jdbc:mysql:...",
            options -> options.database().url(),
            (builder, text) -> builder.database(database -> database.withUrl(text))),
    DB_USER(
            "db-user",
            "NAME",
            "The database user.",
            "any text",
            options -> options.database().user(),
            (builder, text) -> builder.database(database -> database.withUser(text))),
    DB_PASSWORD(
            "db-password",
            "PASSWORD",
            "The database user's password. Others on this machine can see command lines: better give it in the environment or "
                    + "with --db-password-file.",
            "any text",
            options -> "empty",
            (builder, text) -> builder.database(database -> database.withPassword(text))),
    DB_PASSWORD_FILE(
            "db-password-file",
            "FILE",
            "A file that holds the database user's password, in place of --db-password.",
            "a file of one line",
            options -> "none",
            (builder, text) -> builder.database(
                    database -> database.withPassword(SmallTextFile.readLine("db-password-file", text)))),
    USER_QUERY(
            "user-query",
            "SQL",
            "Finds a user by name (?). Columns: the user's id, the bcrypt digest of the password, the name as it is stored, which "
                    + "the name given must equal to the letter.",
            Setting.QUERY,
            options -> options.database().queries().userByName(),
            (builder, text) -> queries(builder, old -> old.withUserByName(query("user-query", text)))),
    ROOMS_QUERY(
            "rooms-query",
            "SQL",
            "Finds the rooms of a user by the user's id (?). Columns: the room's id, the room's name.",
            Setting.QUERY,
            options -> options.database().queries().roomsOfUser(),
            (builder, text) -> queries(builder, old -> old.withRoomsOfUser(query("rooms-query", text)))),
    MEMBERS_QUERY(
            "members-query",
            "SQL",
            "Finds the members of a room by the room's id (?). Column: a member's user id; no row means that there is no such room.",
            Setting.QUERY,
            options -> options.database().queries().membersOfRoom(),
            (builder, text) -> queries(builder, old -> old.withMembersOfRoom(query("members-query", text)))),
    NAMES_QUERY(
            "names-query",
            "SQL",
            "Shows members by name: finds names by the room's id (?). Columns: a member's user id, the name to show. Without it clients are "
                    + "told ids alone, since names may be telephone numbers.",
            Setting.QUERY,
            options -> Objects.requireNonNullElse(options.database().queries().namesInRoom(), "none"),
            (builder, text) -> queries(builder, old -> old.withNamesInRoom(query("names-query", text)))),
    HIDE_UNKNOWN_USERS(
            "hide-unknown-users",
            "true|false",
            "Answer a login with an unknown name as one with a wrong password, after the same time.",
            Setting.TRUE_OR_FALSE,
            ServerOptions::hideUnknownUsers,
            (builder, text) -> builder.hideUnknownUsers(truth("hide-unknown-users", text))),
    JWT_SECRET(
            "jwt-secret",
            "SECRET",
            "The secret that logins by token are signed with (HS256). Others on this machine can see command lines: better give it "
                    + "in the environment or with --jwt-secret-file.",
            "32 octets or more",
            options -> "none",
            (builder, text) -> builder.tokens(tokens -> tokens.withSecret(text))),
    JWT_SECRET_FILE(
            "jwt-secret-file",
            "FILE",
            "A file that holds that secret, in place of --jwt-secret.",
            "a file of one line",
            options -> "none",
            (builder, text) -> builder.tokens(tokens -> tokens.withSecretFile(text))),
    JWT_PUBLIC_KEY(
            "jwt-public-key",
            "FILE",
            "The public key that logins by token are checked with, in place of a secret: RSA (RS256), P-256 (ES256) or Ed25519 "
                    + "(EdDSA).",
            "a PEM file",
            options -> "none",
            (builder, text) -> builder.tokens(tokens -> tokens.withPublicKeyFile(text))),
    JWT_JWKS(
            "jwt-jwks",
            "FILE",
            "Several such public keys, each for the tokens that name it by kid.",
            "a JSON Web Key Set file",
            options -> "none",
            (builder, text) -> builder.tokens(tokens -> tokens.withJwksFile(text))),
    JWT_ISSUER(
            "jwt-issuer",
            "NAME",
            "What a token must have as iss.",
            "any text",
            options -> "any or none",
            (builder, text) -> builder.tokens(tokens -> tokens.withIssuer(text))),
    JWT_AUDIENCE(
            "jwt-audience",
            "NAME",
            "What a token must have as, or among, its aud. Without this option a token must have no aud.",
            "any text",
            options -> "none",
            (builder, text) -> builder.tokens(tokens -> tokens.withAudience(text))),
    TLS_CERT(
            "tls-cert",
            "FILE",
            "The server's certificate, followed by those that vouch for it. With it and --tls-key, native clients and browsers are "
                    + "served over TLS 1.2 or 1.3 and not without. Read again when it changes.",
            "a PEM file",
            options -> "none",
            (builder, text) -> builder.tls(tls -> tls.withCert(text))),
    TLS_KEY(
            "tls-key",
            "FILE",
            "The private key of the certificate, not encrypted. Read again when it changes.",
            "a PEM file",
            options -> "none",
            (builder, text) -> builder.tls(tls -> tls.withKey(text))),
    ALLOWED_ORIGINS(
            "allowed-origins",
            "ORIGIN[,ORIGIN...]",
            "Only pages from these origins may connect; name the server's own too if its page is used.",
            "such as https://example.com,https://example.org:8443",
            options -> "same origin",
            (builder, text) -> builder.allowedOrigins(list(text))),
    STUN_URL(
            "stun-url",
            "URL[,URL...]",
            "The STUN servers that clients find their own addresses with.",
            "such as stun:stun.example.org:3478",
            options -> "none",
            (builder, text) -> builder.ice(ice -> ice.withStunUrls(list(text)))),
    TURN_URL(
            "turn-url",
            "URL[,URL...]",
            "The TURN servers that carry the media of clients which can't reach each other. With --turn-secret-file.",
            "such as turn:turn.example.org:3478?transport=udp",
            options -> "none",
            (builder, text) -> builder.ice(ice -> ice.withTurnUrls(list(text)))),
    TURN_SECRET(
            "turn-secret",
            "SECRET",
            "The secret that the TURN servers know too (coturn: static-auth-secret), for credentials of each user's own. Others on this "
                    + "machine can see command lines: better give it in the environment or with --turn-secret-file.",
            "any text",
            options -> "none",
            (builder, text) -> builder.ice(ice -> ice.withTurnSecret(text))),
    TURN_SECRET_FILE(
            "turn-secret-file",
            "FILE",
            "A file that holds that secret, in place of --turn-secret.",
            "a file of one line",
            options -> "none",
            (builder, text) -> builder.ice(ice -> ice.withTurnSecretFile(text))),
    TURN_TTL(
            "turn-ttl",
            "SECONDS",
            "How long a client can begin to use the TURN servers with those credentials; it renews them before.",
            IceOptions.TTL_SECONDS,
            options -> (int) options.ice().turnTtl().toSeconds(),
            (builder, seconds) -> builder.ice(ice -> ice.withTurnTtl(Duration.ofSeconds(seconds)))),
    MAX_PAYLOAD(
            "max-payload",
            "OCTETS",
            "The longest payload that a client may send.",
            ServerOptions.PAYLOAD_BYTES,
            ServerOptions::maxPayloadBytes,
            ServerOptions.Builder::maxPayloadBytes),
    MAX_PARTICIPANTS(
            "max-participants",
            "NUMBER",
            "The most participants of one call.",
            ServerOptions.PARTICIPANTS,
            ServerOptions::maxParticipants,
            ServerOptions.Builder::maxParticipants),
    MAX_DEVICES(
            "max-devices",
            "NUMBER",
            "The most devices of one user that are logged in at once.",
            ServerOptions.DEVICES,
            ServerOptions::maxDevices,
            ServerOptions.Builder::maxDevices),
    HEARTBEAT(
            "heartbeat",
            "SECONDS",
            "How often a client must say something. One that is silent for three times as long is cut off.",
            ServerOptions.HEARTBEAT_SECONDS,
            options -> (int) options.heartbeat().toSeconds(),
            (builder, seconds) -> builder.heartbeat(Duration.ofSeconds(seconds))),
    LOGIN_TIMEOUT(
            "login-timeout",
            "SECONDS",
            "How long a connection may stay without a login.",
            ServerOptions.LOGIN_SECONDS,
            options -> (int) options.loginTimeout().toSeconds(),
            (builder, seconds) -> builder.loginTimeout(Duration.ofSeconds(seconds))),
    RING_TIMEOUT(
            "ring-timeout",
            "SECONDS",
            "How long a ring lasts that nobody answers.",
            ServerOptions.RING_SECONDS,
            options -> (int) options.ringTimeout().toSeconds(),
            (builder, seconds) -> builder.ringTimeout(Duration.ofSeconds(seconds))),
    COMMAND_RATE(
            "command-rate",
            "NUMBER",
            "The commands a second that one connection may send for long, in bursts of five times as many. 0 sets no limit.",
            ServerOptions.COMMANDS,
            ServerOptions::commandRate,
            ServerOptions.Builder::commandRate),
    RESUME_WINDOW(
            "resume-window",
            "SECONDS",
            "How long a session waits for its client when the connection broke. 0 lets none wait.",
            ConnectionOptions.RESUME_SECONDS,
            options -> (int) options.connections().resumeWindow().toSeconds(),
            (builder, seconds) ->
                    builder.connections(connections -> connections.withResumeWindow(Duration.ofSeconds(seconds)))),
    DRAIN_TIMEOUT(
            "drain-timeout",
            "SECONDS",
            "How long the server waits, when it is told to stop, for its clients to hear of it.",
            ConnectionOptions.DRAIN_SECONDS,
            options -> (int) options.connections().drainTimeout().toSeconds(),
            (builder, seconds) ->
                    builder.connections(connections -> connections.withDrainTimeout(Duration.ofSeconds(seconds)))),
    MAX_CONNECTIONS(
            "max-connections",
            "NUMBER",
            "The most connections that are open at once, logged in or not. 0 sets no limit.",
            ConnectionOptions.CONNECTIONS,
            options -> options.connections().maxConnections(),
            (builder, number) -> builder.connections(connections -> connections.withMaxConnections(number))),
    MAX_CONNECTIONS_PER_ADDRESS(
            "max-connections-per-address",
            "NUMBER",
            "The same for one IP address (with IPv6, one network of 64 bits). Set 0, for no limit, where a proxy in front hides the "
                    + "addresses.",
            ConnectionOptions.CONNECTIONS,
            options -> options.connections().maxConnectionsPerAddress(),
            (builder, number) -> builder.connections(connections -> connections.withMaxConnectionsPerAddress(number))),
    MAX_OUTBOX(
            "max-outbox",
            "OCTETS",
            "What may wait for a client that does not read before it is cut off; at least four times --max-payload. 0 sets no limit: "
                    + "one such client can then fill the memory.",
            ConnectionOptions.OUTBOX_BYTES,
            options -> options.connections().maxOutboxBytes(),
            (builder, octets) -> builder.connections(connections -> connections.withMaxOutboxBytes(octets))),
    WRITE_TIMEOUT(
            "write-timeout",
            "SECONDS",
            "How long a client may take to accept what is being written, before it is cut off. 0 sets no limit.",
            ConnectionOptions.WRITE_SECONDS,
            options -> (int) options.connections().writeTimeout().toSeconds(),
            (builder, seconds) ->
                    builder.connections(connections -> connections.withWriteTimeout(Duration.ofSeconds(seconds)))),
    LOG_FORMAT(
            "log-format",
            "text|json",
            "How the log on standard error looks: lines for people, or a JSON object a line.",
            LogFormat.names(),
            ServerOptions::logFormat,
            (builder, text) -> builder.logFormat(LogFormat.of(text)));

    private static final String TRUE_OR_FALSE = "true or false";
    private static final String QUERY = "a query with one ?";

    /** As many digits as an int surely holds. */
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,9}");

    private final String key;
    private final String label;
    private final String description;
    private final String allowed;

    @SuppressWarnings("ImmutableEnumChecker") // each a method reference or a lambda that captures constants
    private final Function<ServerOptions, ?> get;

    @SuppressWarnings("ImmutableEnumChecker") // as above
    private final BiConsumer<ServerOptions.Builder, String> set;

    Setting(
            String key,
            String label,
            String description,
            String allowed,
            Function<ServerOptions, ?> get,
            BiConsumer<ServerOptions.Builder, String> set) {
        this.key = key;
        this.label = label;
        this.description = description;
        this.allowed = allowed;
        this.get = get;
        this.set = set;
    }

    Setting(
            String key,
            String label,
            String description,
            Range range,
            Function<ServerOptions, Integer> get,
            ObjIntConsumer<ServerOptions.Builder> set) {
        this(
                key,
                label,
                description,
                range.toString(),
                get,
                (builder, text) -> set.accept(builder, number(key, range, text)));
    }

    /** The name in a configuration file, and in an {@link InvalidOptionException}. */
    String key() {
        return key;
    }

    /** The name on the command line. */
    String flag() {
        return "--" + key;
    }

    /** The name in the environment. */
    String variable() {
        return "ONECHAT_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** What stands for the value in help. */
    String label() {
        return label;
    }

    /** What the option does, in sentences. */
    String description() {
        return description;
    }

    /** The values that it may have, for a person. */
    String allowed() {
        return allowed;
    }

    /** Whether it is true or false, and naming it alone makes it true. */
    boolean isSwitch() {
        return allowed.equals(TRUE_OR_FALSE);
    }

    /** The value that it has when nothing is said, for a person. */
    String defaultText() {
        return textOf(ServerOptions.defaults());
    }

    /** The value that options have here, for a person; never a secret. */
    String textOf(ServerOptions options) {
        return String.valueOf(get.apply(options));
    }

    /**
     * Sets the option from text.
     *
     * @throws InvalidOptionException when the text is none of its values, as far as that can be told from this option
     *     alone
     */
    void set(ServerOptions.Builder builder, String text) {
        set.accept(builder, text);
    }

    private static int number(String key, Range range, String text) {
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            throw new InvalidOptionException(key, "must be a whole number from " + range + ", not '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private static boolean truth(String key, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidOptionException(key, "must be true or false, not '" + text + "'");
        };
    }

    private static void queries(ServerOptions.Builder builder, UnaryOperator<DirectoryQueries> change) {
        builder.database(database -> database.withQueries(change));
    }

    /** Only the database can tell what is wrong with it beyond this. */
    private static String query(String key, String text) {
        if (text.isBlank()) {
            throw new InvalidOptionException(key, "must be a query, and is blank");
        }
        return text.strip();
    }

    private static List<String> list(String text) {
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
