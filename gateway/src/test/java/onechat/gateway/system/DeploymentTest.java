package onechat.gateway.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import onechat.gateway.directory.DirectoryOptions;
import onechat.gateway.directory.TestDatabase;
import onechat.gateway.real.MariaDbServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A server on the database of a real OneChat deployment (contract section 8). */
class DeploymentTest {
    @ParameterizedTest
    @ValueSource(strings = {MariaDbServer.USER, MariaDbServer.READER})
    void itsUsersLogInAndCallEachOtherAndTheDatabaseStaysAsItIs(String account) throws Exception {
        DirectoryOptions owner = deployment();
        List<String> before = dump(owner);
        assertThat(before).hasSizeGreaterThan(20);
        DirectoryOptions used = new DirectoryOptions(owner.url(), account, owner.password());

        try (DemoServer server = new DemoServer(DemoServer.options(used))) {
            Client alice = server.connect(Transport.TCP);
            JsonNode ack = login(alice, "13800138000", "correct horse");
            assertThat(ack)
                    .isEqualTo(Json.read(Json.payload("{'cmd':'ack','action':'login','ack':1,'user':11,'rooms':"
                            + "[{'id':7,'name':'pg2 会议室'},{'id':8,'name':''}],'heartbeat':25}")));
            Client bob = server.connect(Transport.WEBSOCKET);
            assertThat(login(bob, "13800138001", "pä😀ss wörd").path("user").asLong())
                    .isEqualTo(12);
            Client carol = server.connect(Transport.TCP);
            assertThat(login(carol, "o'neill", "' OR '1'='1").path("user").asLong())
                    .isEqualTo(13);

            alice.says("{'cmd':'webrtc_create','to':7,'ack':'c'}");
            assertThat(alice.next().path("ringing").toString()).isEqualTo("[12,13]");
            bob.hears("{'cmd':'webrtc_create','from':11,'to':7,'ack':'c','expires_in':60}");
            bob.says("{'cmd':'webrtc_join','to':7,'ack':'j'}").next();
            alice.hears("{'cmd':'webrtc_join','from':12,'to':7,'ack':'j'}")
                    .says("{'cmd':'webrtc_send_offer','to':12,'sdp':'v=0','ack':'o'}");
            bob.hears("{'cmd':'webrtc_send_offer','from':11,'sdp':'v=0','ack':'o'}")
                    .says("{'cmd':'webrtc_create','to':8,'ack':'x'}")
                    .hearsError(10403);

            Client stranger = server.connect(Transport.TCP);
            assertThat(login(stranger, "13800138000", "Correct horse")
                            .path("code")
                            .asInt())
                    .isEqualTo(10401);
            assertThat(login(stranger, "😀", "x").path("code").asInt()).isEqualTo(10404);
            assertThat(login(stranger, "O'NEILL", "' OR '1'='1").path("code").asInt())
                    .isEqualTo(10404);
        }

        assertThat(dump(owner)).isEqualTo(before);
    }

    @Test
    void theDumpShowsWhatIsAltered() throws Exception {
        DirectoryOptions owner = deployment();
        List<String> before = dump(owner);
        TestDatabase.execute(owner, "INSERT INTO schema_migrations VALUES ('1')");
        assertThat(dump(owner)).isNotEqualTo(before);
    }

    private static DirectoryOptions deployment() throws Exception {
        DirectoryOptions options = TestDatabase.MARIADB.empty(Path.of(""));
        try (InputStream dump = DeploymentTest.class.getResourceAsStream("deployment.sql")) {
            assertThat(dump).isNotNull();
            TestDatabase.execute(options, new String(dump.readAllBytes(), UTF_8).split(";\n"));
        }
        return options;
    }

    private static JsonNode login(Client client, String name, String pass) {
        return client.saysAsItStands(
                        "{\"cmd\":\"login\",\"name\":\"" + name + "\",\"pass\":\"" + pass + "\",\"ack\":1}")
                .next();
    }

    /** How every table is made, with its next id, and every row. */
    private static List<String> dump(DirectoryOptions options) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = TestDatabase.connect(options);
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            read(
                    statement,
                    "SELECT table_name, create_time FROM information_schema.tables WHERE table_schema = DATABASE()"
                            + " ORDER BY table_name",
                    lines);
            lines.forEach(line -> tables.add(line.substring(0, line.indexOf('|'))));
            for (String table : tables) {
                read(statement, "SHOW CREATE TABLE " + table, lines);
                read(statement, "SELECT * FROM " + table + " ORDER BY 1", lines);
            }
            read(statement, "SHOW TRIGGERS", lines);
            read(statement, "SHOW CREATE DATABASE " + connection.getCatalog(), lines);
        }
        return lines;
    }

    private static void read(Statement statement, String sql, List<String> lines) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                StringBuilder line = new StringBuilder();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    line.append(rows.getString(i)).append('|');
                }
                lines.add(line.toString());
            }
        }
    }
}
