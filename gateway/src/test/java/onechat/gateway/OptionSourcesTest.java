package onechat.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onechat.gateway.token.KeyKind;
import onechat.gateway.token.TestKeys;
import onechat.gateway.token.TokenKeys;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptionSourcesTest {
    /** Three values, none of them the default, for the command line, the environment and the file. */
    private record Samples(String first, String second, String third) {}

    @TempDir
    private Path folder = Path.of("");

    private Path config = Path.of("");

    @BeforeEach
    void nameTheFile() {
        config = folder.resolve("onechat.properties");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TLS_CERT", "TLS_KEY", "JWT_ISSUER", "JWT_AUDIENCE", "TURN_URL", "TURN_SECRET", "TURN_SECRET_FILE"
            }) // none of them alone
    void everyOptionIsTakenFromTheCommandLine(Setting setting) throws IOException {
        String text = samples(setting).first();

        ServerOptions options =
                Program.run(Map.of(), "serve", setting.flag() + "=" + text).started();

        assertThat(options).isEqualTo(withOnly(setting, text)).isNotEqualTo(ServerOptions.defaults());
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TLS_CERT", "TLS_KEY", "JWT_ISSUER", "JWT_AUDIENCE", "TURN_URL", "TURN_SECRET", "TURN_SECRET_FILE"
            }) // none of them alone
    void everyOptionIsTakenFromTheCommandLineAsTwoArguments(Setting setting) throws IOException {
        String text = samples(setting).first();

        assertThat(Program.run(Map.of(), "serve", setting.flag(), text).started())
                .isEqualTo(withOnly(setting, text));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TLS_CERT", "TLS_KEY", "JWT_ISSUER", "JWT_AUDIENCE", "TURN_URL", "TURN_SECRET", "TURN_SECRET_FILE"
            }) // none of them alone
    void everyOptionIsTakenFromTheEnvironment(Setting setting) throws IOException {
        String text = samples(setting).second();

        ServerOptions options =
                Program.run(Map.of(setting.variable(), text), "serve").started();

        assertThat(options).isEqualTo(withOnly(setting, text)).isNotEqualTo(ServerOptions.defaults());
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TLS_CERT", "TLS_KEY", "JWT_ISSUER", "JWT_AUDIENCE", "TURN_URL", "TURN_SECRET", "TURN_SECRET_FILE"
            }) // none of them alone
    void everyOptionIsTakenFromTheFile(Setting setting) throws IOException {
        String text = samples(setting).third();
        Files.writeString(config, setting.key() + "=" + text + "\n");

        ServerOptions options =
                Program.run(Map.of(), "serve", "--config", config.toString()).started();

        assertThat(options).isEqualTo(withOnly(setting, text)).isNotEqualTo(ServerOptions.defaults());
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TLS_CERT", "TLS_KEY", "JWT_ISSUER", "JWT_AUDIENCE", "TURN_URL", "TURN_SECRET", "TURN_SECRET_FILE"
            }) // none of them alone
    void theCommandLineOutweighsTheEnvironmentWhichOutweighsTheFile(Setting setting) throws IOException {
        Samples samples = samples(setting);
        Files.writeString(config, setting.key() + "=" + samples.third() + "\n");
        var environment = new HashMap<String, String>();
        environment.put("ONECHAT_CONFIG", config.toString());
        environment.put(setting.variable(), samples.second());

        ServerOptions fromAll = Program.run(environment, "serve", setting.flag() + "=" + samples.first())
                .started();
        ServerOptions fromTwo = Program.run(environment, "serve").started();
        environment.remove(setting.variable());
        ServerOptions fromOne = Program.run(environment, "serve").started();

        assertThat(List.of(fromAll, fromTwo, fromOne))
                .containsExactly(
                        withOnly(setting, samples.first()),
                        withOnly(setting, samples.second()),
                        withOnly(setting, samples.third()));
    }

    @Test
    void theCertificateAndItsKeyAreTakenFromWhicheverSourceWeighsMost() throws IOException {
        Files.writeString(config, "tls-cert=file.pem\ntls-key=file-key.pem\n");
        var environment = Map.of("ONECHAT_CONFIG", config.toString(), "ONECHAT_TLS_KEY", "variable-key.pem");

        assertThat(Program.run(environment, "serve").started().tls())
                .isEqualTo(new TlsOptions("file.pem", "variable-key.pem"));
        assertThat(Program.run(environment, "serve", "--tls-cert", "flag.pem", "--tls-key=flag-key.pem")
                        .started()
                        .tls())
                .isEqualTo(new TlsOptions("flag.pem", "flag-key.pem"));
    }

    @Test
    void theTurnServerAndItsSecretAreTakenFromWhicheverSourceWeighsMost() throws IOException {
        Files.writeString(config, "turn-url=turn:file.example\nturn-secret=of the file\n");
        var environment = Map.of("ONECHAT_CONFIG", config.toString(), "ONECHAT_TURN_SECRET", "of the environment");
        IceOptions ice = IceOptions.NONE.withTurnUrls(List.of("turn:file.example"));

        assertThat(Program.run(environment, "serve").started().ice())
                .isEqualTo(ice.withTurnSecret("of the environment"));
        assertThat(Program.run(environment, "serve", "--turn-secret-file=" + secretFile("file"))
                        .started()
                        .ice())
                .isEqualTo(ice.withTurnSecret("in file"));
    }

    @ParameterizedTest
    @EnumSource(names = {"JWT_ISSUER", "JWT_AUDIENCE"})
    void whatATokenMustSayIsTakenFromEverySourceBesideAKey(Setting setting) throws IOException {
        Files.writeString(config, setting.key() + "=from the file\njwt-secret=" + "k".repeat(32) + "\n");
        var environment = new HashMap<String, String>();
        environment.put("ONECHAT_CONFIG", config.toString());
        assertThat(named(setting, Program.run(environment, "serve"))).isEqualTo("from the file");
        environment.put(setting.variable(), "from the environment");
        assertThat(named(setting, Program.run(environment, "serve"))).isEqualTo("from the environment");
        assertThat(named(setting, Program.run(environment, "serve", setting.flag() + "=from the command line")))
                .isEqualTo("from the command line");
    }

    private static @Nullable String named(Setting setting, Program.Run run) {
        TokenOptions tokens = run.started().tokens();
        return setting == Setting.JWT_ISSUER ? tokens.issuer() : tokens.audience();
    }

    @Test
    void aCertificateWithoutItsKeyIsWrongUsageAndCalledAsItWasGiven() {
        Program.Run run = Program.run(Map.of("ONECHAT_TLS_CERT", "cert.pem"), "serve");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("onechat: ONECHAT_TLS_CERT is given without tls-key" + System.lineSeparator());
    }

    @Test
    void nothingSaidGivesTheDefaults() {
        assertThat(Program.run(Map.of(), "serve").started()).isEqualTo(ServerOptions.defaults());
    }

    @Test
    void anEmptyVariableSaysNothing() {
        assertThat(Program.run(Map.of("ONECHAT_TCP_PORT", "", "ONECHAT_CONFIG", ""), "serve")
                        .started())
                .isEqualTo(ServerOptions.defaults());
    }

    @Test
    void theDemoIsWantedByNamingItAlone() {
        assertThat(Program.run(Map.of(), "serve", "--demo", "--tcp-port=0")
                        .started()
                        .demo())
                .isTrue();
    }

    @Test
    void unknownUsersAreHiddenByNamingTheOptionAlone() {
        assertThat(Program.run(Map.of(), "serve", "--hide-unknown-users", "--tcp-port=0")
                        .started()
                        .hideUnknownUsers())
                .isTrue();
    }

    @Test
    void theConfigOptionOutweighsItsVariable() throws IOException {
        Files.writeString(config, "tcp-port=1\n");
        Path other = Files.writeString(folder.resolve("other"), "tcp-port=2\n");

        assertThat(Program.run(Map.of("ONECHAT_CONFIG", other.toString()), "serve", "--config=" + config)
                        .started()
                        .tcpPort())
                .isEqualTo(1);
    }

    @Test
    void aPasswordFileOutweighsAPasswordOfALighterSource() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "from the file\r\n");

        ServerOptions options = Program.run(
                        Map.of("ONECHAT_DB_PASSWORD", "from the environment"), "serve", "--db-password-file=" + secret)
                .started();

        assertThat(options.database().password()).isEqualTo("from the file");
    }

    @Test
    void aPasswordOutweighsAPasswordFileOfALighterSource() {
        ServerOptions options = Program.run(
                        Map.of("ONECHAT_DB_PASSWORD_FILE", "/nowhere"), "serve", "--db-password=from the command line")
                .started();

        assertThat(options.database().password()).isEqualTo("from the command line");
    }

    @Test
    void aKeyForTokensOutweighsAnyOtherOfALighterSource() throws IOException {
        TokenKeys expected = TokenOptions.NONE.withSecret("k".repeat(32)).keys();

        for (String lighter : List.of("ONECHAT_JWT_SECRET_FILE", "ONECHAT_JWT_PUBLIC_KEY", "ONECHAT_JWT_JWKS")) {
            assertThat(Program.run(Map.of(lighter, "/nowhere"), "serve", "--jwt-secret=" + "k".repeat(32))
                            .started()
                            .tokens()
                            .keys())
                    .isEqualTo(expected);
        }
    }

    @Test
    void aPasswordMayLookLikeAnArgumentFileAnOptionOrAVariable() {
        for (String password : List.of("@pom.xml", "-p", "--p4ss", "${env:HOME}", "\"quoted\"", " ", "")) {
            assertThat(Program.run(Map.of(), "serve", "--db-password", password)
                            .started()
                            .database()
                            .password())
                    .isEqualTo(password);
        }
    }

    private ServerOptions withOnly(Setting setting, String text) {
        var builder = new ServerOptions.Builder();
        switch (setting) {
            case BIND -> builder.bind(text);
            case TCP_PORT -> builder.tcpPort(Integer.parseInt(text));
            case HTTP_PORT -> builder.httpPort(Integer.parseInt(text));
            case ADMIN_PORT -> builder.adminPort(Integer.parseInt(text));
            case ADMIN_BIND -> builder.adminBind(text);
            case DEMO -> builder.demo(Boolean.parseBoolean(text));
            case DB_URL -> builder.database(database -> database.withUrl(text));
            case DB_USER -> builder.database(database -> database.withUser(text));
            case DB_PASSWORD -> builder.database(database -> database.withPassword(text));
            case DB_PASSWORD_FILE ->
                builder.database(
                        database -> database.withPassword("in " + Path.of(text).getFileName()));
            case USER_QUERY -> builder.database(database -> database.withQueries(old -> old.withUserByName(text)));
            case ROOMS_QUERY -> builder.database(database -> database.withQueries(old -> old.withRoomsOfUser(text)));
            case MEMBERS_QUERY ->
                builder.database(database -> database.withQueries(old -> old.withMembersOfRoom(text)));
            case NAMES_QUERY -> builder.database(database -> database.withQueries(old -> old.withNamesInRoom(text)));
            case HIDE_UNKNOWN_USERS -> builder.hideUnknownUsers(Boolean.parseBoolean(text));
            case JWT_SECRET -> builder.tokens(tokens -> tokens.withSecret(text));
            case JWT_SECRET_FILE ->
                builder.tokens(tokens -> tokens.withSecret("in " + Path.of(text).getFileName()));
            case JWT_PUBLIC_KEY -> builder.tokens(tokens -> tokens.withPublicKeyFile(text));
            case JWT_JWKS -> builder.tokens(tokens -> tokens.withJwksFile(text));
            case JWT_ISSUER -> builder.tokens(tokens -> tokens.withIssuer(text));
            case JWT_AUDIENCE -> builder.tokens(tokens -> tokens.withAudience(text));
            case TLS_CERT -> builder.tls(tls -> tls.withCert(text));
            case TLS_KEY -> builder.tls(tls -> tls.withKey(text));
            case ALLOWED_ORIGINS -> builder.allowedOrigins(List.of(text.split(",")));
            case STUN_URL -> builder.ice(ice -> ice.withStunUrls(List.of(text.split(","))));
            case TURN_URL -> builder.ice(ice -> ice.withTurnUrls(List.of(text.split(","))));
            case TURN_SECRET -> builder.ice(ice -> ice.withTurnSecret(text));
            case TURN_SECRET_FILE ->
                builder.ice(ice -> ice.withTurnSecret("in " + Path.of(text).getFileName()));
            case TURN_TTL -> builder.ice(ice -> ice.withTurnTtl(seconds(text)));
            case MAX_PAYLOAD -> builder.maxPayloadBytes(Integer.parseInt(text));
            case MAX_PARTICIPANTS -> builder.maxParticipants(Integer.parseInt(text));
            case MAX_DEVICES -> builder.maxDevices(Integer.parseInt(text));
            case HEARTBEAT -> builder.heartbeat(seconds(text));
            case LOGIN_TIMEOUT -> builder.loginTimeout(seconds(text));
            case RING_TIMEOUT -> builder.ringTimeout(seconds(text));
            case COMMAND_RATE -> builder.commandRate(Integer.parseInt(text));
            case RESUME_WINDOW -> builder.connections(old -> old.withResumeWindow(seconds(text)));
            case DRAIN_TIMEOUT -> builder.connections(old -> old.withDrainTimeout(seconds(text)));
            case MAX_CONNECTIONS -> builder.connections(old -> old.withMaxConnections(Integer.parseInt(text)));
            case MAX_CONNECTIONS_PER_ADDRESS ->
                builder.connections(old -> old.withMaxConnectionsPerAddress(Integer.parseInt(text)));
            case MAX_OUTBOX -> builder.connections(old -> old.withMaxOutboxBytes(Integer.parseInt(text)));
            case WRITE_TIMEOUT -> builder.connections(old -> old.withWriteTimeout(seconds(text)));
            case LOG_FORMAT -> builder.logFormat(LogFormat.of(text));
        }
        return builder.build();
    }

    private static Duration seconds(String text) {
        return Duration.ofSeconds(Integer.parseInt(text));
    }

    private Samples samples(Setting setting) throws IOException {
        return switch (setting) {
            case BIND, ADMIN_BIND -> new Samples("127.0.0.2", "::1", "0.0.0.0");
            case TCP_PORT, HTTP_PORT, ADMIN_PORT -> new Samples("0", "65535", "9000");
            // Only one value is not the default.
            case DEMO, HIDE_UNKNOWN_USERS -> new Samples("true", "true", "true");
            case DB_URL -> new Samples("jdbc:mysql://db/onechat", "jdbc:mysql://db2/onechat", "jdbc:h2:mem:x");
            case DB_USER, DB_PASSWORD, JWT_ISSUER, JWT_AUDIENCE -> new Samples("first", "second", "third");
            case DB_PASSWORD_FILE -> new Samples(secretFile("first"), secretFile("second"), secretFile("third"));
            case USER_QUERY, ROOMS_QUERY, MEMBERS_QUERY, NAMES_QUERY ->
                new Samples("SELECT 1 WHERE 2 = ?", "SELECT a, b FROM c WHERE d = ?", "SELECT a FROM b WHERE c=?");
            case JWT_SECRET -> new Samples("first".repeat(7), "second".repeat(7), "third".repeat(7));
            case JWT_SECRET_FILE ->
                new Samples(
                        secretFile("first".repeat(7)), secretFile("second".repeat(7)), secretFile("third".repeat(7)));
            case JWT_PUBLIC_KEY ->
                new Samples(publicKeyFile(KeyKind.RSA), publicKeyFile(KeyKind.EC), publicKeyFile(KeyKind.ED25519));
            case JWT_JWKS -> new Samples(jwksFile(KeyKind.RSA), jwksFile(KeyKind.EC), jwksFile(KeyKind.ED25519));
            case TLS_CERT, TLS_KEY -> new Samples("first.pem", "second.pem", "third.pem");
            case ALLOWED_ORIGINS ->
                new Samples("https://example.com", "https://example.org:8443,http://[::1]", "http://localhost");
            case STUN_URL -> new Samples("stun:a.example", "stuns:b.example:5349,stun:[::1]:3478", "stun:127.0.0.1:1");
            case TURN_URL ->
                new Samples("turn:a.example", "turns:b.example:5349?transport=tcp,turn:[::1]", "turn:127.0.0.1:1");
            case TURN_SECRET -> new Samples("first", "second", "third");
            case TURN_SECRET_FILE -> new Samples(secretFile("first"), secretFile("second"), secretFile("third"));
            case TURN_TTL -> new Samples("300", "604800", "3600");
            case MAX_PAYLOAD -> new Samples("1024", "262144", "4096");
            case MAX_PARTICIPANTS -> new Samples("2", "256", "8");
            case MAX_DEVICES -> new Samples("1", "256", "8");
            case HEARTBEAT, RING_TIMEOUT -> new Samples("1", "3600", "30");
            case RESUME_WINDOW, WRITE_TIMEOUT -> new Samples("0", "3600", "20");
            case LOGIN_TIMEOUT, DRAIN_TIMEOUT -> new Samples("1", "300", "30");
            case MAX_CONNECTIONS, MAX_CONNECTIONS_PER_ADDRESS -> new Samples("0", "10000000", "50");
            case MAX_OUTBOX -> new Samples("0", "67108864", "262144");
            case COMMAND_RATE -> new Samples("0", "1000000", "50");
            case LOG_FORMAT -> new Samples("json", "json", "json"); // only one value is not the default
        };
    }

    private String publicKeyFile(KeyKind kind) throws IOException {
        return Files.writeString(folder.resolve(kind + ".pem"), kind.pair().publicPem())
                .toString();
    }

    private String jwksFile(KeyKind kind) throws IOException {
        return Files.writeString(
                        folder.resolve(kind + ".json"),
                        TestKeys.jwks(kind.pair().jwk("kid")))
                .toString();
    }

    private String secretFile(String name) throws IOException {
        return Files.writeString(folder.resolve(name), "in " + name + "\n").toString();
    }
}
