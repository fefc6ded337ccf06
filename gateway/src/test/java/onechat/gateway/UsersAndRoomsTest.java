package onechat.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import onechat.protocol.client.ClientOptions;
import onechat.protocol.client.OneChatClient;
import onechat.protocol.client.OneChatListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands on users and rooms as an operator calls them, on a database of their own and beside a server. */
class UsersAndRoomsTest {
    @TempDir
    Path folder = Path.of("");

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("data/onechat") + ";MODE=MySQL";
    }

    private Program.Run run(ScriptedTerminal terminal, String command) {
        return Program.run(terminal, Map.of("ONECHAT_DB_URL", url()), command.split(" "));
    }

    private String done(String command) {
        Program.Run run = run(ScriptedTerminal.program("hunter2"), command);
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out()).doesNotContain("hunter2");
        return run.out();
    }

    private static String lines(String... lines) {
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    @Test
    void usersAreAddedListedAndRemoved() {
        assertThat(done("user add alice")).isEqualTo(lines("1"));
        assertThat(done("user add bob\u202E --id 9007199254740991")).isEqualTo(lines("9007199254740991"));

        assertThat(done("user list")).isEqualTo(lines("ID        NAME", "1         alice", "9007199254740991  bob?"));
        assertThat(done("user list --json"))
                .isEqualTo(lines("{\"id\":1,\"name\":\"alice\"}", "{\"id\":9007199254740991,\"name\":\"bob\\u202E\"}"));
        assertThat(done("user remove alice --yes")).isEmpty();
        assertThat(done("user list --json")).doesNotContain("alice");
    }

    @Test
    void listsAreWrittenAlikeWhereverTheCommandRuns() {
        done("user add alice");
        done("room add kitchen");
        Locale usual = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("fa-IR"));
        try {
            assertThat(done("user list")).isEqualTo(lines("ID        NAME", "1         alice"));
            assertThat(done("room list")).isEqualTo(lines("ID        MEMBERS   NAME", "1         0         kitchen"));
        } finally {
            Locale.setDefault(usual);
        }
    }

    @Test
    void roomsAreAddedJoinedPartedListedAndRemoved() {
        done("user add alice");
        done("user add bob");
        assertThat(done("room add kitchen --id 70 --creator alice")).isEqualTo(lines("70"));
        assertThat(done("room join 70 alice")).isEqualTo(lines("1 joined, 0 were members already"));
        assertThat(done("room join 70 alice bob")).isEqualTo(lines("1 joined, 1 were members already"));
        assertThat(done("room list")).isEqualTo(lines("ID        MEMBERS   NAME", "70        2         kitchen"));
        assertThat(done("room part 70 alice")).isEqualTo(lines("1 parted, 0 were no members"));
        assertThat(done("room list --json")).isEqualTo(lines("{\"id\":70,\"name\":\"kitchen\",\"members\":1}"));
        done("user remove bob --yes");
        assertThat(done("room list --json")).contains("\"members\":0");
        done("room remove 70 --yes");
        assertThat(done("room list --json")).isEmpty();
    }

    @Test
    void usersWhomOnlyTokensKnowJoinAndPartByTheirIds() throws Exception {
        try (Connection connection = DriverManager.getConnection(url(), "onechat", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE rooms (id BIGINT, name VARCHAR(255))");
            statement.execute(
                    "CREATE TABLE room_users (id BIGINT AUTO_INCREMENT PRIMARY KEY, room_id BIGINT, user_id BIGINT)");
        }
        done("room add kitchen --id 70");
        assertThat(done("room join 70 --user-id 41")).isEqualTo(lines("1 joined, 0 were members already"));
        assertThat(done("room join 70 --user-id 41 --user-id=42")).isEqualTo(lines("1 joined, 1 were members already"));
        assertThat(done("room part --user-id 42 70")).isEqualTo(lines("1 parted, 0 were no members"));
        assertThat(done("room list --json")).contains("\"members\":1");
        for (String command :
                List.of("room join 70 alice", "user add alice", "user list", "room add x --creator alice")) {
            Program.Run run = run(ScriptedTerminal.program("hunter2"), command);
            assertThat(run.err()).isEqualTo(lines("onechat: the database has no table users"));
            assertThat(run.status()).isEqualTo(1);
        }
    }

    @Test
    void aUserMayBeNamedAndGivenByIdInOneCommandAndCountsOnce() {
        done("user add alice");
        done("room add kitchen --id 70");
        assertThat(done("room join 70 alice --user-id 1 --user-id 41 --user-id 41"))
                .isEqualTo(lines("2 joined, 0 were members already"));
        assertThat(done("room part 70 alice --user-id 1")).isEqualTo(lines("1 parted, 0 were no members"));
        assertThat(done("room list --json")).contains("\"members\":1");
    }

    @Test
    void aPersonTypesThePasswordTwiceUnseen() {
        ScriptedTerminal person = ScriptedTerminal.person("hunter2", "hunter2");
        assertThat(run(person, "user add alice").status()).isZero();
        assertThat(person.prompts()).containsExactly("*New password of alice: ", "*The same again: ");

        Program.Run run = run(ScriptedTerminal.person("hunter2", "hunter3"), "user passwd alice");
        assertThat(run.err()).isEqualTo(lines("onechat: the two passwords differ"));
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void aPersonIsAskedBeforeAnythingIsRemoved() {
        done("user add alice");
        done("room add kitchen");

        for (String command : List.of("user remove alice", "room remove 1")) {
            assertThat(run(ScriptedTerminal.person("n"), command).err())
                    .isEqualTo(lines("onechat: nothing was removed"));
            assertThat(run(ScriptedTerminal.person(), command).status()).isEqualTo(1);
            Program.Run unasked = run(new ScriptedTerminal(), command);
            assertThat(unasked.err()).isEqualTo(lines("onechat: --yes is needed where nobody can be asked"));
            assertThat(unasked.status()).isEqualTo(2);
            assertThat(run(ScriptedTerminal.person("Y"), command).status()).isZero();
        }
        assertThat(done("user list --json") + done("room list --json")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | user add alice | there is a user alice already",
                "1 | user add bob --id 1 | there is a user with the id 1 already",
                "1 | user passwd bob | there is no user bob",
                "1 | user remove bob --yes | there is no user bob",
                "1 | room add x --creator bob | there is no user bob",
                "1 | room join 7 alice | there is no room 7",
                "1 | room join 1 alice bob | there is no user bob",
                "1 | room remove 7 --yes | there is no room 7",
                "2 | room join x alice | ROOM must be a whole number from 1 to 9007199254740991",
                "2 | room join 1 | Missing required parameter: 'USER', or an option --user-id",
                "2 | room part 1 --user-id alice | --user-id must be a whole number from 1 to 9007199254740991",
                "2 | user add bob --id 0 | --id must be a whole number from 1 to 9007199254740991",
                "2 | user add bob --id 9007199254740992 | --id must be a whole number from 1 to 9007199254740991",
                "2 | user add bob hunter2 | unexpected argument after onechat user add; options begin with --",
                "2 | user add b\u0007b | NAME holds a control character, or half of one",
                "2 | user add | Missing required parameter: 'NAME'",
                "2 | user ad bob | unknown command ad; did you mean add?",
                "2 | user list --db-url=jdbc:x | --db-url must begin with jdbc:mysql: or jdbc:h2: and say where",
            })
    void whatCannotBeDoneIsOneLine(int status, String command, String line) {
        done("user add alice");
        done("room add kitchen");

        Program.Run run = run(ScriptedTerminal.program("hunter2"), command);

        assertThat(run.err()).isEqualTo(lines("onechat: " + line));
        assertThat(run.status()).isEqualTo(status);
        assertThat(run.out()).isEmpty();
        assertThat(done("user list --json")).isEqualTo(lines("{\"id\":1,\"name\":\"alice\"}"));
        assertThat(done("room list --json")).contains("\"members\":0");
    }

    @Test
    void passwordsThatBcryptCannotHoldAreRefused() {
        Map<String, String> lines = Map.of(
                "",
                "the password is empty",
                "ü".repeat(37),
                "the password is longer than bcrypt reads: 74 octets in UTF-8, at most 72",
                "a\0b",
                "the password holds a NUL character");
        lines.forEach((password, line) -> {
            Program.Run run = run(ScriptedTerminal.program(password), "user add alice");
            assertThat(run.err()).isEqualTo(lines("onechat: " + line));
            assertThat(run.status()).isEqualTo(1);
        });
        assertThat(run(new ScriptedTerminal(), "user add alice").err())
                .isEqualTo(lines("onechat: no password on standard input"));
    }

    @Test
    void theHelpOfACommandTellsOfTheDatabaseAndOfNoOtherSetting() {
        for (String command : List.of("user add", "user passwd", "user list", "user remove", "room add", "room join")) {
            assertThat(done(command + " --help"))
                    .contains("--db-url", "--db-password-file", "--config", "Exit status")
                    .doesNotContain("--tcp-port", "--demo");
        }
        assertThat(done("user --help")).contains("add", "passwd", "list", "remove");
    }

    @Test
    void aUserLogsInToTheRunningServerAsSoonAsAddedAndNoLongerOnceRemoved() throws Exception {
        RunningServer server = Server.start(new ServerOptions.Builder()
                .tcpPort(0)
                .httpPort(0)
                .adminPort(0)
                .database(database -> database.withUrl(url()))
                .build());
        try {
            done("user add alice");
            done("room add kitchen --creator alice");
            done("room join 1 alice");
            login(server, "hunter2");
            run(ScriptedTerminal.program("hunter3"), "user passwd alice");
            assertThatThrownBy(() -> login(server, "hunter2")).hasMessageContaining("401");
            login(server, "hunter3");
            done("user remove alice --yes");
            assertThatThrownBy(() -> login(server, "hunter3")).hasMessageContaining("404");
        } finally {
            server.stop();
        }
    }

    @Test
    void theFolderThatIsCreatedIsClosedToOthers() throws Exception {
        done("user list");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data"))))
                .isEqualTo("rwx------");
    }

    private static void login(RunningServer server, String password) throws Exception {
        var tcp = server.endpoints().tcp();
        try (OneChatClient client = OneChatClient.connect(
                ClientOptions.of(tcp.getAddress().getHostAddress(), tcp.getPort()), new OneChatListener() {})) {
            client.login("alice", password, "phone").join();
        }
    }
}
