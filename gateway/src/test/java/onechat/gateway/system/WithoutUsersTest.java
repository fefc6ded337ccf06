package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import onechat.gateway.ServerOptions;
import onechat.gateway.StartException;
import onechat.gateway.TokenOptions;
import onechat.gateway.directory.DirectoryOptions;
import onechat.gateway.directory.TestDatabase;
import onechat.gateway.token.TokenSigner;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server with tokens on a database that knows rooms and their members, and no passwords (contract sections 3 and 8). */
class WithoutUsersTest {
    private static final TokenOptions TOKENS =
            TokenOptions.NONE.withSecret("what the issuer of tokens and the server share");
    private static final String REFUSED = "{'cmd':'error','msg':'401 Unauthorized passwords are not configured',"
            + "'code':10401,'action':'login','ack':'p'}";

    @TempDir
    Path folder = Path.of("");

    private static String byToken(long user) {
        TokenSigner signer = Objects.requireNonNull(TokenSigner.of(Objects.requireNonNull(TOKENS.keys())));
        return "{'cmd':'login','token':'" + signer.sign(user, Instant.now(), Duration.ofHours(1), null, null)
                + "','ack':'t'}";
    }

    private static void callEachOther(ServerOptions.Builder options) throws Exception {
        try (DemoServer server = new DemoServer(options.tokens(none -> TOKENS))) {
            Client alice = server.connect(Transport.TCP)
                    .says(byToken(41))
                    .hears("{'cmd':'ack','action':'login','ack':'t','user':41,"
                            + "'rooms':[{'id':7,'name':'kitchen'}],'heartbeat':25}");
            Client bob = server.connect(Transport.WEBSOCKET).says(byToken(42));
            bob.next();
            alice.says("{'cmd':'webrtc_create','to':7,'ack':'c'}").next();
            bob.hears("{'cmd':'webrtc_create','from':41,'to':7,'ack':'c','expires_in':60}");
            bob.says("{'cmd':'webrtc_join','to':7,'ack':'j'}").next();
            alice.hears("{'cmd':'webrtc_join','from':42,'to':7,'ack':'j'}")
                    .says("{'cmd':'webrtc_send_offer','to':42,'sdp':'v=0'}");
            bob.hears("{'cmd':'webrtc_send_offer','from':41,'sdp':'v=0'}");

            // There is nothing to guess, and so nothing that is held up after too many guesses.
            for (int i = 0; i < 11; i++) {
                server.connect(Transport.TCP)
                        .says("{'cmd':'login','name':'alice','pass':'alice','ack':'p'}")
                        .hears(REFUSED);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whomOnlyTokensKnowCallEachOtherAndPasswordsAreRefused(TestDatabase database) throws Exception {
        DirectoryOptions tables = database.empty(folder);
        TestDatabase.execute(
                tables,
                "CREATE TABLE rooms (id BIGINT, name VARCHAR(255))",
                "CREATE TABLE room_users (room_id BIGINT, user_id BIGINT)",
                "INSERT INTO rooms VALUES (7, 'kitchen')",
                "INSERT INTO room_users VALUES (7, 41), (7, 42)");

        callEachOther(DemoServer.options(tables));
    }

    @ParameterizedTest
    @EnumSource
    void anOperatorsOwnTablesNeedNoUsersEither(TestDatabase database) throws Exception {
        DirectoryOptions tables = database.empty(folder);
        TestDatabase.execute(
                tables,
                "CREATE TABLE teams (id BIGINT, title VARCHAR(255), staff BIGINT)",
                "INSERT INTO teams VALUES (7, 'kitchen', 41), (7, 'kitchen', 42)");

        callEachOther(DemoServer.options(tables)
                .database(own -> own.withQueries(
                        queries -> queries.withRoomsOfUser("SELECT id, title FROM teams WHERE staff = ?")
                                .withMembersOfRoom("SELECT staff FROM teams WHERE id = ?"))));
    }

    @ParameterizedTest
    @EnumSource
    void aTableOfUsersThatIsThereMustServe(TestDatabase database) throws Exception {
        DirectoryOptions tables = database.empty(folder);
        TestDatabase.execute(
                tables,
                "CREATE TABLE users (id BIGINT, mobile VARCHAR(255))",
                "CREATE TABLE rooms (id BIGINT, name VARCHAR(255))",
                "CREATE TABLE room_users (room_id BIGINT, user_id BIGINT)");

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> new DemoServer(DemoServer.options(tables).tokens(none -> TOKENS)))
                .withMessageContaining("users.password_digest is missing");
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyDatabaseIsGivenEveryTable(TestDatabase database) throws Exception {
        DirectoryOptions tables = database.empty(folder);

        new DemoServer(DemoServer.options(tables).tokens(none -> TOKENS)).close();

        assertThat(TestDatabase.schemaOf(tables))
                .anyMatch(line -> line.toLowerCase(Locale.ROOT).contains("password_digest"));
    }

    @ParameterizedTest
    @EnumSource
    void aUserQueryOfTheOperatorsOwnMustWork(TestDatabase database) throws Exception {
        DirectoryOptions tables = database.empty(folder);
        TestDatabase.execute(
                tables,
                "CREATE TABLE rooms (id BIGINT, name VARCHAR(255))",
                "CREATE TABLE room_users (room_id BIGINT, user_id BIGINT)");

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> new DemoServer(DemoServer.options(tables)
                        .tokens(none -> TOKENS)
                        .database(own -> own.withQueries(
                                queries -> queries.withUserByName("SELECT id, digest FROM staff WHERE name = ?")))))
                .withMessageContaining("user query (user-query) does not work");
    }
}
