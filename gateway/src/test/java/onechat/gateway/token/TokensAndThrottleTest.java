package onechat.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import onechat.gateway.directory.LoginThrottle;
import onechat.gateway.session.Authenticator;
import onechat.gateway.session.LoginRefusedException;
import onechat.protocol.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which refused tokens count as failed logins of their address (contract section 3). */
class TokensAndThrottleTest {
    private static final String HOME = "192.0.2.1";
    private static final long SOON = TokenFixture.seconds(Duration.ofHours(1));

    private final Authenticator throttle = new LoginThrottle(
            new TokenAuthenticator(
                    new TokenRules(TokenFixture.secret(), null, null),
                    () -> TokenFixture.NOW,
                    (password, address) -> 7),
            () -> false,
            () -> 0);

    private void refuseManyTimes(String token) {
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> throttle.authenticate(new Command.Token(token), HOME))
                    .isInstanceOf(LoginRefusedException.class)
                    .hasMessageStartingWith("401");
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "it has expired | {'sub':'7','exp':1}",
                "it is for later | {'sub':'7','exp':SOON,'nbf':SOON}",
                "it is for somebody else | {'sub':'7','exp':SOON,'aud':'others'}",
                "its sub is a name | {'sub':'alice','exp':SOON}",
            })
    void aTokenThatTheIssuerSignedIsNoGuess(String refusedSince, String claims) throws Exception {
        refuseManyTimes(HandMade.token(claims.replace('\'', '"').replace("SOON", Long.toString(SOON))));

        assertThat(throttle.authenticate(new Command.Password("alice", "right"), HOME))
                .as(refusedSince)
                .isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "e30.e30.e30", "eyJhbGciOiJIUzI1NiJ9.e30.AAAA"})
    void aTokenThatIsForgedIsAFailedLogin(String forged) {
        refuseManyTimes(forged);

        assertThatThrownBy(() -> throttle.authenticate(new Command.Password("alice", "right"), HOME))
                .hasMessageStartingWith("429");
    }

    @Test
    void anExpiredTokenWithASignatureOfSomebodyElsesIsAFailedLogin() {
        String genuine = HandMade.token("{\"sub\":\"7\",\"exp\":1}");
        String forged = genuine.substring(0, genuine.length() - 4) + (genuine.endsWith("AAAA") ? "BBBB" : "AAAA");
        refuseManyTimes(forged);

        assertThatThrownBy(() -> throttle.authenticate(new Command.Password("alice", "right"), HOME))
                .hasMessageStartingWith("429");
    }
}
