package onechat.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerOptionsTest {
    @Test
    void theDefaultsAreThoseThatOperatorsAreTold() {
        ServerOptions options = ServerOptions.defaults();

        assertThat(options)
                .isEqualTo(new ServerOptions(
                        "127.0.0.1",
                        7400,
                        8080,
                        7401,
                        "127.0.0.1",
                        false,
                        new DatabaseOptions("jdbc:h2:./onechat-data/onechat;MODE=MySQL", "onechat", ""),
                        false,
                        TokenOptions.NONE,
                        TlsOptions.NONE,
                        List.of(),
                        65_536,
                        16,
                        16,
                        Duration.ofSeconds(25),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        200,
                        new IceOptions(List.of(), List.of(), null, Duration.ofHours(12)),
                        new ConnectionOptions(
                                131_072,
                                16_384,
                                1_048_576,
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(10)),
                        LogFormat.TEXT));
    }

    @ParameterizedTest
    @CsvSource({
        "TCP_PORT, 0, 65535",
        "HTTP_PORT, 0, 65535",
        "ADMIN_PORT, 0, 65535",
        "TURN_TTL, 300, 604800",
        "MAX_PAYLOAD, 1024, 262144",
        "MAX_PARTICIPANTS, 2, 256",
        "MAX_DEVICES, 1, 256",
        "HEARTBEAT, 1, 3600",
        "LOGIN_TIMEOUT, 1, 300",
        "RING_TIMEOUT, 1, 3600",
        "COMMAND_RATE, 0, 1000000",
        "RESUME_WINDOW, 0, 3600",
        "DRAIN_TIMEOUT, 1, 300",
        "MAX_CONNECTIONS, 0, 10000000",
        "MAX_CONNECTIONS_PER_ADDRESS, 0, 10000000",
        "MAX_OUTBOX, 0, 67108864",
        "WRITE_TIMEOUT, 0, 3600",
    })
    void aNumberIsTakenFromTheFirstToTheLastOfItsRangeAndNoFurther(Setting setting, int least, int most) {
        for (int within : List.of(least, most)) {
            assertThat(setting.textOf(built(builder -> setting.set(builder, Integer.toString(within)))))
                    .isEqualTo(Integer.toString(within));
        }
        for (int beyond : List.of(least - 1, most + 1)) {
            assertRefused(setting.key(), builder -> setting.set(builder, Integer.toString(beyond)))
                    .withMessageContaining("must be from " + least + " to " + most)
                    .withMessageEndingWith("not " + beyond);
        }
        assertThat(setting.allowed()).isEqualTo(least + " to " + most);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "+5", "5.0", "1e3", "0x10", " 5", "٣", "9999999999", "99999999999999999999"})
    void whatIsNotAWholeNumberIsRefused(String text) {
        assertRefused("tcp-port", builder -> Setting.TCP_PORT.set(builder, text))
                .withMessage("tcp-port must be a whole number from 0 to 65535, not '" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "JSON", "xml", "text,json"})
    void anUnknownFormatOfTheLogIsRefused(String text) {
        assertRefused("log-format", builder -> Setting.LOG_FORMAT.set(builder, text))
                .withMessage("log-format must be text or json, not '" + text + "'");
    }

    @Test
    void theHeartbeatIsWholeSecondsSinceClientsAreToldSo() {
        assertRefused("heartbeat", builder -> builder.heartbeat(Duration.ofMillis(1_500)));
    }

    @Test
    void theResumeWindowIsWholeSecondsForTheSameReason() {
        assertRefused(
                "resume-window",
                builder -> builder.connections(connections -> connections.withResumeWindow(Duration.ofMillis(1_500))));
    }

    @Test
    void anOutboxHoldsSeveralOfTheLongestPayloads() {
        assertThat(built(builder -> Setting.MAX_OUTBOX.set(builder, "262144"))
                        .connections()
                        .maxOutboxBytes())
                .isEqualTo(262_144);
        assertRefused("max-outbox", builder -> Setting.MAX_OUTBOX.set(builder, "262143"))
                .withMessage("max-outbox must be 0 or at least 4 times max-payload");
    }

    @Test
    void otherTimesMayBePartsOfASecond() {
        assertThat(built(builder -> builder.ringTimeout(Duration.ofMillis(1_500)))
                        .ringTimeout())
                .hasMillis(1_500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "::1", "[::1]", "localhost", "::ffff:127.0.0.1"})
    void theDemoServesThisMachine(String loopback) {
        assertThatCode(() -> built(builder -> builder.demo(true).bind(loopback)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "2001:db8::1"})
    void theDemoIsRefusedWhereOthersCouldReachIt(String bind) {
        assertRefused("demo", builder -> builder.demo(true).bind(bind)).withMessageContaining(bind);
    }

    @Test
    void theDemoIsRefusedWithADatabaseThatItWouldNotUse() {
        assertRefused("demo", builder -> builder.demo(true)
                .database(database -> database.withUrl("jdbc:mysql://db/onechat")));
    }

    @Test
    void theDemoIsRefusedWithQueriesThatItWouldNotUse() {
        assertRefused("demo", builder -> {
            builder.demo(true);
            Setting.MEMBERS_QUERY.set(builder, "SELECT staff FROM teams WHERE id = ?");
        });
    }

    @Test
    void namesAreNotShownUnlessTheOperatorSaysHow() {
        assertThat(ServerOptions.defaults().database().queries().namesInRoom()).isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"USER_QUERY", "ROOMS_QUERY", "MEMBERS_QUERY", "NAMES_QUERY"})
    void aBlankQueryIsRefused(Setting setting) {
        assertRefused(setting.key(), builder -> setting.set(builder, " "))
                .withMessage(setting.key() + " must be a query, and is blank");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.com", "127.0.0.1:7400", "256.0.0.1", "local host", "::g", "*"})
    void anAddressThatIsNoneIsRefusedWithoutAskingANameService(String text) {
        assertRefused("bind", builder -> builder.bind(text));
        assertRefused("admin-bind", builder -> builder.adminBind(text));
    }

    @Test
    void addressesAreReadAsTheyStand() {
        ServerOptions options = built(builder -> builder.bind("localhost").adminBind("::"));

        assertThat(options.bindAddress().isLoopbackAddress()).isTrue();
        assertThat(options.adminBindAddress().isAnyLocalAddress()).isTrue();
    }

    @Test
    void aCertificateWithoutItsKeyAndAKeyWithoutItsCertificateAreRefused() {
        assertRefused("tls-cert", builder -> Setting.TLS_CERT.set(builder, "cert.pem"))
                .withMessage("tls-cert is given without tls-key");
        assertRefused("tls-key", builder -> Setting.TLS_KEY.set(builder, "key.pem"))
                .withMessage("tls-key is given without tls-cert");
    }

    @Test
    void aTurnServerWithoutItsSecretAndASecretWithoutItsServerAreRefused() {
        assertRefused("turn-url", builder -> Setting.TURN_URL.set(builder, "turn:turn.example.org"))
                .withMessage("turn-url is given without the secret that the TURN server checks credentials with:"
                        + " --turn-secret-file");
        assertRefused("turn-url", builder -> Setting.TURN_SECRET.set(builder, "hunter2"))
                .withMessage("turn-url is missing: a TURN secret is given, and no server that it is for");
    }

    @ParameterizedTest
    @CsvSource({
        "STUN_URL, turn:turn.example.org",
        "STUN_URL, stun:",
        "STUN_URL, stun:stun.example.org:0",
        "TURN_URL, turn:turn.example.org:65536",
        "STUN_URL, stun:stun.example.org?transport=udp",
        "STUN_URL, stun://stun.example.org",
        "TURN_URL, stun:stun.example.org",
        "TURN_URL, turn:turn.example.org:port",
        "TURN_URL, turn:turn.example.org?transport=sctp",
        "TURN_URL, 'turn:turn.example.org:3478 '' '",
        "TURN_URL, 'turn:1,turn:2,turn:3,turn:4,turn:5,turn:6,turn:7,turn:8,turn:9'",
        "TURN_SECRET, ' '"
    })
    void whatIsNoStunOrTurnServerIsRefused(Setting setting, String text) {
        assertRefused(setting.key(), builder -> setting.set(builder, text));
    }

    @Test
    void theTurnSecretIsNotInTheText() {
        assertThat(built(builder -> {
                            Setting.TURN_URL.set(builder, "turn:turn.example.org");
                            Setting.TURN_SECRET.set(builder, "hunter2");
                        })
                        .toString())
                .contains("turn.example.org")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @EnumSource(names = {"JWT_ISSUER", "JWT_AUDIENCE"})
    void whatTokensMustSayIsRefusedWithoutAKeyToCheckThem(Setting setting) {
        assertRefused(setting.key(), builder -> setting.set(builder, "calls"))
                .withMessage(setting.key() + " is given without a key that tokens are checked with: --jwt-secret-file,"
                        + " --jwt-public-key or --jwt-jwks");
        assertThatCode(() -> built(builder -> {
                    setting.set(builder, "calls");
                    Setting.JWT_SECRET.set(builder, "k".repeat(32));
                }))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "http://localhost:3000",
                "http://192.0.2.1",
                "https://[2001:db8::1]:8443",
                "capacitor://localhost",
                "chrome-extension://abcdefgh"
            })
    void anOriginIsTakenAsABrowserSendsIt(String origin) {
        assertThat(built(builder -> builder.allowedOrigins(List.of(origin))).allowedOrigins())
                .containsExactly(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com",
                "https://",
                "https://example.com/",
                "https://Example.com",
                "https://a b",
                "*",
                "null",
                "https://*.example.com",
                "https://example.com:",
                "https://user@example.com"
            })
    void anOriginThatNoBrowserSendsIsRefused(String origin) {
        assertRefused("allowed-origins", builder -> builder.allowedOrigins(List.of("https://example.com", origin)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h2", "jdbc:", "jdbc:postgresql://db/x", "jdbc:mysql:", "mysql://root:hunter2@db/x"})
    void aDatabaseThatIsNotSupportedIsRefusedWithoutShowingItsUrl(String url) {
        assertRefused("db-url", builder -> builder.database(database -> database.withUrl(url)))
                .withMessage("db-url must begin with jdbc:mysql: or jdbc:h2: and say where");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://db/onechat?user=root&password=hunter2",
                "jdbc:mysql://db/onechat?user=root",
                "jdbc:mysql://(host=db,user=root)/onechat",
                "jdbc:h2:./onechat;USER=sa",
                "jdbc:mysql://root:hunter2@db/onechat",
                "jdbc:mysql://root@db/onechat",
                "jdbc:mysql://(host=db,password=hunter2)/onechat",
                "jdbc:mysql://db/onechat?PASSWORD1 = hunter2",
                "jdbc:h2:./onechat;USER=sa;PASSWORD=hunter2"
            })
    void aUrlThatHoldsUserOrPasswordIsRefusedWithoutShowingIt(String url) {
        assertRefused("db-url", builder -> builder.database(database -> database.withUrl(url)))
                .withMessage("db-url must not hold a user or password: they have options of their own");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:mysql://db.example.com:3306/onechat?trustStore=hunter2, jdbc:mysql://db.example.com:3306/onechat",
        "'jdbc:mysql://(host=db,key=hunter2)/onechat', jdbc:mysql:...",
        "jdbc:h2:./onechat-data/onechat;MODE=MySQL;CIPHER=hunter2, jdbc:h2:./onechat-data/onechat",
        "jdbc:mysql://[::1]:3306/onechat, jdbc:mysql://[::1]:3306/onechat",
        "jdbc:h2:/srv/jörg müller/onechat, jdbc:h2:/srv/jörg müller/onechat",
    })
    void theTextFormOfADatabaseShowsWhereItIsAndNoSecret(String url, String place) {
        var database = new DatabaseOptions(url, "hunter2", "hunter2");

        assertThat(database.place()).isEqualTo(place);
        assertThat(built(builder -> builder.database(any -> database)).toString())
                .contains(place)
                .doesNotContain("hunter2");
    }

    private static ServerOptions built(Consumer<ServerOptions.Builder> change) {
        var builder = new ServerOptions.Builder();
        change.accept(builder);
        return builder.build();
    }

    private static ThrowableAssertAlternative<InvalidOptionException> assertRefused(
            String option, Consumer<ServerOptions.Builder> change) {
        return assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> built(change))
                .satisfies(e -> assertThat(e.option()).isEqualTo(option))
                .withMessageStartingWith(option + " ");
    }
}
