package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import onechat.gateway.StartException;
import onechat.gateway.directory.DirectoryOptions;
import onechat.gateway.directory.TestDatabase;
import onechat.gateway.peer.Chromium;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of several browser pages, each of which sees each of the others move. */
class MeshIT {
    private static final int ROOM = 9;

    @RegisterExtension
    static final Chromium chromium = Chromium.withSlowCamera();

    /**
     * Small pages, and a large call without microphones: to code the sound of 56 connections, a hundred times a second each, is more than two
     * cores can do beside the pictures.
     */
    private static Browser.NewContextOptions optionsIn(int size) {
        List<String> devices = size < 8 ? List.of("camera", "microphone") : List.of("camera");
        return new Browser.NewContextOptions().setViewportSize(360, 480).setPermissions(devices);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void everyoneSeesEveryoneElse(int size) throws StartException, SQLException {
        DirectoryOptions database = ManyUsers.nobody();
        try (DemoServer server = new DemoServer(DemoServer.options(database))) {
            ManyUsers.addUsers(database, size);
            TestDatabase.execute(
                    database,
                    "INSERT INTO rooms (id, creator, name, max_member_count) VALUES (" + ROOM + ", 1, 'everybody', 16)",
                    "INSERT INTO room_users (room_id, user_id) SELECT " + ROOM + ", id FROM users");
            String url = "http://127.0.0.1:" + server.endpoints().http().getPort() + "/";
            List<WebUser> people = new ArrayList<>();
            for (int id = 1; id <= size; id++) {
                people.add(ManyUsers.login(chromium.open("user" + id, url, optionsIn(size)), id));
            }

            people.getFirst().call(ROOM);
            people.stream().skip(1).forEach(WebUser::accept);

            for (int id = 1; id <= size; id++) {
                int self = id;
                WebUser person = people.get(self - 1);
                person.awaitMoving(IntStream.rangeClosed(1, size)
                        .filter(other -> other != self)
                        .toArray());
                assertThat(person.tiles().count()).isEqualTo(size - 1);
            }
            people.getFirst().page().screenshot("call-of-" + size);
        }
    }
}
