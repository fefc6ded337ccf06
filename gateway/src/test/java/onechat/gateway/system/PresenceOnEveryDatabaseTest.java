package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import onechat.gateway.ServerOptions;
import onechat.gateway.directory.DirectoryOptions;
import onechat.gateway.directory.TestDatabase;
import onechat.protocol.Limits;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What a presence says of a room in a database of the operator's, and whose names (contract section 5, addition). */
class PresenceOnEveryDatabaseTest {
    private static final String NAMES =
            "SELECT users.id, users.nick FROM users JOIN room_users ON room_users.user_id = users.id"
                    + " WHERE room_users.room_id = ?";
    private static final Map<Long, String> NICKS = new TreeMap<>(Map.of(
            1L, "<img src=x onerror=alert(1)>",
            2L, "👩‍👩‍👧‍👦 Δοκιμή \"\\'\t\u2028</script>",
            3L, "😀".repeat(200)));

    @TempDir
    Path folder = Path.of("");

    private static void fill(DirectoryOptions tables) throws SQLException {
        String digest = BCrypt.withDefaults().hashToString(4, "pw".toCharArray());
        TestDatabase.execute(
                tables,
                "CREATE TABLE users (id BIGINT, mobile VARCHAR(255), password_digest VARCHAR(255), nick VARCHAR(500))",
                "CREATE TABLE rooms (id BIGINT, name VARCHAR(255))",
                "CREATE TABLE room_users (room_id BIGINT, user_id BIGINT)",
                "INSERT INTO users (id, mobile, password_digest) VALUES (1, '555-1', '" + digest + "'), (2, '555-2', '"
                        + digest + "'), (3, '555-3', '" + digest + "'), (4, '555-4', '" + digest + "')",
                "INSERT INTO rooms VALUES (7, '🍣 sushi'), (8, 'of three')",
                "INSERT INTO room_users VALUES (7, 1), (7, 2), (7, 3), (7, 4), (8, 3)");
        try (Connection connection = TestDatabase.connect(tables);
                PreparedStatement nick = connection.prepareStatement("UPDATE users SET nick = ? WHERE id = ?")) {
            for (Map.Entry<Long, String> each : NICKS.entrySet()) {
                nick.setString(1, each.getValue());
                nick.setLong(2, each.getKey());
                nick.executeUpdate();
            }
        }
    }

    private static Client login(DemoServer server, Transport transport, int user) throws IOException {
        Client client = server.connect(transport);
        client.says("{'cmd':'login','name':'555-" + user + "','pass':'pw'}")
                .saysAsItStands("{\"cmd\":\"ping\",\"ack\":1}");
        assertThat(client.next().path("action").asString()).isEqualTo("ping");
        return client;
    }

    private static JsonNode asks(Client client, int room) {
        return client.says("{'cmd':'presence','to':" + room + ",'ack':'p'}").next();
    }

    @ParameterizedTest
    @EnumSource
    void namesComeThroughUnharmedOnBothTransports(TestDatabase database) throws Exception {
        DirectoryOptions tables = database.empty(folder);
        fill(tables);
        ServerOptions.Builder options =
                DemoServer.options(tables).database(own -> own.withQueries(queries -> queries.withNamesInRoom(NAMES)));
        try (DemoServer server = new DemoServer(options)) {
            Client one = login(server, Transport.TCP, 1);
            Client two = login(server, Transport.WEBSOCKET, 2);
            Map<String, String> expected =
                    Map.of("1", NICKS.get(1L), "2", NICKS.get(2L), "3", "😀".repeat(Limits.MAX_MEMBER_NAME_UNITS / 2));
            for (Client client : List.of(one, two)) {
                JsonNode names = asks(client, 7).path("names");
                assertThat(names.propertyNames()).containsExactlyInAnyOrderElementsOf(expected.keySet());
                expected.forEach(
                        (user, name) -> assertThat(names.path(user).asString()).isEqualTo(name));
            }
            asks(one, 8);
            one.says("{'cmd':'presence','to':8,'ack':'p'}").hearsError(10403);
            one.says("{'cmd':'presence','to':9,'ack':'p'}").hearsError(10404);
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutAQueryForThemNoNamesAreTold(TestDatabase database) throws Exception {
        DirectoryOptions tables = database.empty(folder);
        fill(tables);
        try (DemoServer server = new DemoServer(DemoServer.options(tables))) {
            login(server, Transport.TCP, 2);
            login(server, Transport.WEBSOCKET, 1)
                    .says("{'cmd':'presence','to':7,'ack':'p'}")
                    .hears(
                            "{'cmd':'ack','action':'presence','ack':'p','to':7,'members':[],'online':[2],'offline':[3,4]}");
        }
    }
}
