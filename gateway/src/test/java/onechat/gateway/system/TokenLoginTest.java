package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import onechat.gateway.StartException;
import onechat.gateway.TokenOptions;
import onechat.gateway.token.TokenSigner;
import onechat.protocol.Command;
import onechat.protocol.Message;
import onechat.protocol.client.ClientOptions;
import onechat.protocol.client.OneChatClient;
import onechat.protocol.client.OneChatListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Logins by token (contract section 3), on each transport. */
@ParameterizedClass(name = "{0}")
@EnumSource(
        value = Transport.class,
        names = {"TCP", "WEBSOCKET"})
class TokenLoginTest {
    private static final TokenOptions TOKENS = TokenOptions.NONE
            .withSecret("what the issuer of tokens and the server share")
            .withIssuer("https://id.example")
            .withAudience("calls");

    @Parameter
    Transport transport = Transport.TCP;

    private volatile Instant time = Instant.parse("2026-03-01T12:00:00Z");
    private final DemoServer server = new DemoServer(DemoServer.options().tokens(none -> TOKENS), () -> time);

    TokenLoginTest() throws StartException {}

    @AfterEach
    void stop() {
        server.close();
    }

    private String token(long user) {
        TokenSigner signer = TokenSigner.of(Objects.requireNonNull(TOKENS.keys()));
        return Objects.requireNonNull(signer).sign(user, time, Duration.ofHours(1), TOKENS.issuer(), TOKENS.audience());
    }

    private static String login(String token) {
        return "{'cmd':'login','token':'" + token + "','device':'phone','ack':'t'}";
    }

    private static String refused(String msg) {
        return "{'cmd':'error','msg':'" + msg + "','code':10401,'action':'login','ack':'t'}";
    }

    @Test
    void aUserWhomOnlyTheTokenKnowsIsLoggedInAndHasNoRooms() throws IOException {
        server.connect(transport)
                .says(login(token(99)))
                .hears("{'cmd':'ack','action':'login','ack':'t','user':99,'rooms':[],'heartbeat':25}")
                .says("{'cmd':'webrtc_create','to':1,'ack':1}")
                .hearsError(10403);
    }

    @Test
    void aUserLoggedInByTokenTakesPartInCallsLikeAnyOther() throws IOException {
        Client alice = server.login(transport, "alice", "laptop");
        Client bob = server.connect(transport)
                .says(login(token(2)))
                .hears("{'cmd':'ack','action':'login','ack':'t','user':2,"
                        + "'rooms':[{'id':1,'name':'demo'},{'id':2,'name':'pair'}],'heartbeat':25}");

        alice.says("{'cmd':'webrtc_create','to':2,'ack':1}").next();
        assertThat(bob.next().path("cmd").asString()).isEqualTo("webrtc_create");
        bob.says("{'cmd':'webrtc_join','to':2,'ack':2}").next();
        alice.hears("{'cmd':'webrtc_join','from':2,'to':2,'ack':2}");
        alice.says("{'cmd':'webrtc_send_offer','to':2,'sdp':'v=0'}");

        bob.hears("{'cmd':'webrtc_send_offer','from':1,'sdp':'v=0'}");
    }

    @Test
    void theNativeClientLogsInByToken() throws IOException {
        InetSocketAddress address = server.endpoints().tcp();
        ClientOptions options = ClientOptions.of(address.getAddress().getHostAddress(), address.getPort());
        try (OneChatClient client = OneChatClient.connect(options, new OneChatListener() {})) {
            Message.OfLogin ack =
                    client.login(new Command.Token(token(3)), "phone").join();

            assertThat(ack.user()).isEqualTo(3);
            assertThat(ack.rooms()).extracting(Message.Room::id).containsExactly(1L);
        }
    }

    @Test
    void aTokenIsRefusedOnceItHasExpiredAndWhoIsInStaysIn() throws IOException {
        String token = token(2);
        Client early = server.connect(transport).says(login(token));
        assertThat(early.next().path("user").asLong()).isEqualTo(2);

        time = time.plus(Duration.ofMinutes(61));

        server.connect(transport).says(login(token)).hears(refused("401 Unauthorized the token has expired"));
        early.hearsNothing();
    }

    @Test
    void aTokenOfSomebodyElseIsRefusedAndTheFifthRefusalCloses() throws IOException {
        TokenOptions others = TOKENS.withSecret("what the issuer of tokens and others share");
        String token = Objects.requireNonNull(TokenSigner.of(Objects.requireNonNull(others.keys())))
                .sign(2, time, Duration.ofHours(1), TOKENS.issuer(), TOKENS.audience());
        Client stranger = server.connect(transport);

        for (int i = 0; i < 5; i++) {
            stranger.says(login(token)).hears(refused("401 Unauthorized the token is not valid"));
        }

        stranger.hearsTheEnd(1008);
    }

    @Test
    void whereNoKeyIsConfiguredTokensAreRefused() throws Exception {
        try (DemoServer without = new DemoServer()) {
            without.connect(transport).says(login(token(2))).hears(refused("tokens are not configured"));
        }
    }

    @Test
    void whereNoKeyIsConfiguredTokensHoldUpNobodysPassword() throws Exception {
        try (DemoServer without = new DemoServer()) {
            for (int i = 0; i < 26; i++) {
                Client app = without.connect(transport);
                for (int j = 0; j < 4; j++) {
                    app.says(login(token(2))).hears(refused("tokens are not configured"));
                }
            }
            without.login(transport, "alice", "phone");
        }
    }
}
