package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import onechat.gateway.directory.DirectoryOptions;
import onechat.gateway.directory.TestDatabase;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** What clients write into a login, from the socket to the database and back (contract section 3). */
class CredentialsTest {
    /** In every hostile text; where it shows, that text has leaked. */
    private static final String MARK = "qXw7Zk";

    private static final List<String> HOSTILE = List.of(
            MARK + "' OR '1'='1",
            MARK + "' OR 1=1 -- ",
            MARK + "'; DELETE FROM users; -- ",
            MARK + "\"; DROP TABLE users; #",
            MARK + "\\",
            MARK + "\\' OR 1=1 # ",
            "' UNION SELECT 1, '$2b$04$abcdefghijklmnopqrstuuqq9dxaCkkb3MYrhtQqIHVY.Pv96lfQK', '" + MARK + "' -- ",
            "%" + MARK + "_`${jndi:ldap://127.0.0.1/x}{}%s%n",
            "😀🍣" + MARK + "👩‍👩‍👧",
            MARK + "\ud800",
            "\0" + MARK,
            MARK + "\0" + MARK,
            MARK.repeat(10_000 / MARK.length()),
            "😀".repeat(2_500) + MARK,
            "\r\n" + MARK + "\r\nONECHAT/1.0\r\nPAYLOAD_LEN: 2\r\n\r\n{}");

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource(names = {"H2_FILE", "MARIADB"})
    void hostileTextsAreNobodysAndChangeAndLeakNothing(TestDatabase database) throws Exception {
        DirectoryOptions directory = database.empty(folder);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        Level usual = root.getLevel();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
        root.trace("listening");
        try (DemoServer server = new DemoServer(DemoServer.options(directory))) {
            LoginStorm.addUsers(directory);
            List<String> before = everything(directory);
            for (String hostile : HOSTILE) {
                JsonNode asName = login(server, hostile, "alice", "phone");
                assertThat(asName.path("msg").asString()).isEqualTo("404 Not Found user with this name");
                assertThat(asName.path("code").asInt()).isEqualTo(10404);

                JsonNode asPass = login(server, "user1", hostile, "phone");
                assertThat(asPass.path("msg").asString()).isEqualTo("401 Unauthorized wrong name or password");
                assertThat(asPass.path("code").asInt()).isEqualTo(10401);
                assertThat(asName.toString() + asPass).doesNotContain(MARK);

                JsonNode asDevice = login(server, "user1", "alice", hostile);
                assertThat(asDevice.toString()).doesNotContain(MARK);
                assertThat(asDevice.path("cmd").asString().equals("ack")
                                || asDevice.path("code").asInt() == 10400)
                        .as("%s", asDevice)
                        .isTrue();
                // So that failed logins are forgotten.
                server.clock().pass(Duration.ofMinutes(16));
            }
            assertThat(everything(directory)).isEqualTo(before);
            assertThat(login(server, "user1", "alice", "phone").path("user").asLong())
                    .isEqualTo(1);
        } finally {
            root.detachAppender(log);
            root.setLevel(usual);
        }
        assertThat(List.copyOf(log.list)).isNotEmpty().allSatisfy(event -> assertThat(textOf(event))
                .doesNotContain(MARK));
    }

    @ParameterizedTest
    @EnumSource(names = {"H2_FILE", "MARIADB"})
    void anUnknownNameIsToldFromAWrongPasswordUnlessUnknownUsersAreHidden(TestDatabase database) throws Exception {
        DirectoryOptions directory = database.empty(folder);
        try (DemoServer server = new DemoServer(DemoServer.options(directory).hideUnknownUsers(true))) {
            LoginStorm.addUsers(directory);
            JsonNode wrong = login(server, "user1", "wrong", "phone");
            assertThat(wrong.path("code").asInt()).isEqualTo(10401);
            assertThat(login(server, "nobody", "wrong", "phone")).isEqualTo(wrong);
            assertThat(login(server, "user1", "alice", "phone").path("user").asLong())
                    .isEqualTo(1);
        }
        try (DemoServer server = new DemoServer(DemoServer.options(directory))) {
            assertThat(login(server, "nobody", "wrong", "phone").path("code").asInt())
                    .isEqualTo(10404);
        }
    }

    private static JsonNode login(DemoServer server, String name, String pass, String device) throws Exception {
        try (Client client = new Client(Transport.TCP.connect(server.endpoints()))) {
            return client.saysAsItStands("{\"cmd\":\"login\",\"name\":" + Json.quoted(name) + ",\"pass\":"
                            + Json.quoted(pass) + ",\"device\":" + Json.quoted(device) + ",\"ack\":1}")
                    .next();
        }
    }

    /** The schema, and every row of every table. */
    private static List<String> everything(DirectoryOptions directory) throws SQLException {
        List<String> lines = new ArrayList<>(TestDatabase.schemaOf(directory));
        try (Connection connection = TestDatabase.connect(directory);
                Statement statement = connection.createStatement()) {
            for (String table : List.of("users", "rooms", "room_users", "onechat_schema")) {
                try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table + " ORDER BY 1")) {
                    while (rows.next()) {
                        StringBuilder line = new StringBuilder(table);
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            line.append('|').append(rows.getString(i));
                        }
                        lines.add(line.toString());
                    }
                }
            }
        }
        return lines;
    }

    private static String textOf(ILoggingEvent event) {
        StringBuilder text = new StringBuilder(event.getFormattedMessage());
        for (IThrowableProxy thrown = event.getThrowableProxy(); thrown != null; thrown = thrown.getCause()) {
            text.append(thrown.getMessage());
        }
        return text.toString();
    }
}
