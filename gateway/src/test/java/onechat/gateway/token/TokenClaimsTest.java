package onechat.gateway.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What tokens must claim, with signatures that are right. */
class TokenClaimsTest {
    private static final long SOON = TokenFixture.seconds(Duration.ofHours(1));
    private static final Duration MILLI = Duration.ofMillis(1);

    private final TokenFixture server = TokenFixture.ofSecret();

    private static String claims(String more) {
        return HandMade.token("{\"sub\":\"7\",\"exp\":" + SOON + more.replace('\'', '"') + "}");
    }

    private static String withSub(String sub) {
        return HandMade.token("{\"sub\":" + sub.replace('\'', '"') + ",\"exp\":" + SOON + "}");
    }

    private static String withExp(String exp) {
        return HandMade.token("{\"sub\":\"7\",\"exp\":" + exp.replace('\'', '"') + "}");
    }

    @ParameterizedTest
    @CsvSource({"'7', 7", "7, 7", "1, 1", "9007199254740991, 9007199254740991"})
    void aUserIsNamedByAnId(String sub, long user) {
        assertThat(server.login(withSub(sub))).isEqualTo(user);
        assertThat(server.login(withSub("'" + sub + "'"))).isEqualTo(user);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "''",
                "'0'",
                "0",
                "-7",
                "'-7'",
                "'+7'",
                "'07'",
                "' 7'",
                "'7 '",
                "'7\\u0000'",
                "'7.0'",
                "7.0",
                "7.5",
                "1e1",
                "'1e1'",
                "'0x7'",
                "'٧'",
                "'７'",
                "9007199254740992",
                "'9007199254740992'",
                "9007199254740993",
                "9223372036854775807",
                "9223372036854775808",
                "18446744073709551623",
                "'99999999999999999999'",
                "1e400",
                "-0",
                "null",
                "true",
                "['7']",
                "[7]",
                "{'id':7}",
                "'alice'"
            })
    void whatIsNoIdLogsNobodyIn(String sub) {
        server.refuses(withSub(sub));
    }

    @Test
    void aTokenWithoutAUserLogsNobodyIn() {
        server.refuses(HandMade.token("{\"exp\":" + SOON + "}"));
    }

    @Test
    void aTokenThatNeverExpiresLogsNobodyIn() {
        server.refuses(HandMade.token("{\"sub\":\"7\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "'1900000000'",
                "true",
                "[1900000000]",
                "{}",
                "-1",
                "1e400",
                "-1e400",
                "NaN",
                "Infinity",
                "253402300800",
                "1900000000000",
                "9223372036854775807",
                "9223372036854775808",
                "99999999999999999999999999",
                "-9223372036854775808"
            })
    void anExpThatIsNoTimeLogsNobodyIn(String exp) {
        server.refuses(withExp(exp));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.0", "1", "1e9", "1772366339", "1772366339.9"})
    void aTokenOfThePastHasExpired(String exp) {
        server.refuses(withExp(exp), TokenFixture.EXPIRED);
    }

    @Test
    void aTimeMayHavePartsOfASecond() {
        Instant end = Instant.ofEpochMilli(SOON * 1_000 + 500).plus(TokenRules.CLOCK_SKEW);

        assertThat(server.at(end.minus(MILLI)).login(withExp(SOON + ".5"))).isEqualTo(7);
        server.at(end).refuses(withExp(SOON + ".5"), TokenFixture.EXPIRED);
    }

    @Test
    void aTokenHoldsAMinuteLongerThanItSaysForTheSakeOfClocks() {
        Instant end = Instant.ofEpochSecond(SOON).plusSeconds(60);

        assertThat(server.at(end.minus(MILLI)).login(claims(""))).isEqualTo(7);
        server.at(end).refuses(claims(""), TokenFixture.EXPIRED);
        server.at(end.plus(Duration.ofDays(400))).refuses(claims(""), TokenFixture.EXPIRED);
    }

    @Test
    void aTokenHoldsAMinuteEarlierThanItSaysForTheSakeOfClocks() {
        long start = TokenFixture.seconds(Duration.ofMinutes(10));
        String token = claims(",'nbf':" + start);

        assertThat(server.at(Instant.ofEpochSecond(start - 60)).login(token)).isEqualTo(7);
        server.at(Instant.ofEpochSecond(start - 60).minus(MILLI)).refuses(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "'0'", "-1", "9223372036854775807", "[]"})
    void anNbfThatIsNoTimeLogsNobodyIn(String nbf) {
        server.refuses(claims(",'nbf':" + nbf));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ",'iss':null", ",'iss':''", ",'iss':'https://ID.example'", ",'iss':'https://id.example/'"})
    void whereAnIssuerIsConfiguredATokenHasThatOne(String issuer) {
        var strict = new TokenFixture(TokenFixture.secret(), "https://id.example", null);

        strict.refuses(claims(issuer));
        assertThat(strict.login(claims(",'iss':'https://id.example'"))).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {",'iss':['https://id.example']", ",'iss':7", ",'iss':{}"})
    void anIssuerIsAString(String issuer) {
        new TokenFixture(TokenFixture.secret(), "https://id.example", null).refuses(claims(issuer));
        server.refuses(claims(issuer));
    }

    @Test
    void whereNoIssuerIsConfiguredAnyWillDo() {
        assertThat(server.login(claims(",'iss':'https://id.example'"))).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'calls'", "['calls']", "['mail','calls']"})
    void whereAnAudienceIsConfiguredATokenNamesIt(String audience) {
        assertThat(new TokenFixture(TokenFixture.secret(), null, "calls").login(claims(",'aud':" + audience)))
                .isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",'aud':null",
                ",'aud':''",
                ",'aud':'mail'",
                ",'aud':[]",
                ",'aud':['mail']",
                ",'aud':'calls mail'",
                ",'aud':['calls',7]",
                ",'aud':[['calls']]",
                ",'aud':{'calls':true}",
                ",'aud':7"
            })
    void aTokenForAnotherAudienceOrForNoneLogsNobodyIn(String audience) {
        new TokenFixture(TokenFixture.secret(), null, "calls").refuses(claims(audience));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'mail'", "['mail']", "[]"})
    void whereNoAudienceIsConfiguredATokenForOneLogsNobodyIn(String audience) {
        server.refuses(claims(",'aud':" + audience));
    }

    @ParameterizedTest
    @ValueSource(strings = {",'sub':'8'", ",'s\\u0075b':'8'", ",'exp':1900000000", ",'x':1,'x':1", ",'nbf':0,'nbf':0"})
    void aClaimThatIsMadeTwiceLogsNobodyIn(String second) {
        server.refuses(claims(second));
    }

    @Test
    void otherClaimsArePassedOver() {
        assertThat(server.login(claims(",'iat':'never','jti':[],'name':null,'admin':true,'deep':[[[[{}]]]]")))
                .isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "7",
                "\"7\"",
                "{",
                "{\"sub\":\"7\",\"exp\":1900000000",
                "{\"sub\":\"7\",\"exp\":1900000000}}",
                "{\"sub\":\"7\",\"exp\":1900000000} {}",
                "{sub:7,exp:1900000000}",
                "{'sub':'7','exp':1900000000}",
                "{\"sub\":\"7\",\"exp\":1900000000,}",
                "/**/{\"sub\":\"7\",\"exp\":1900000000}"
            })
    void claimsThatAreNoJsonObjectLogNobodyIn(String claims) {
        server.refuses(HandMade.token(claims));
    }

    @Test
    void claimsNestedTooDeepLogNobodyIn() {
        server.refuses(claims(",'x':" + "[".repeat(5_000) + "]".repeat(500)));
    }

    @Test
    void claimsThatAreNotUtf8AreNoIds() {
        byte[] claims = ("{\"sub\":\"7?\",\"exp\":" + SOON + "}").getBytes(UTF_8);
        claims[9] = (byte) 0xff;

        server.refuses(HandMade.token(
                "{'alg':'HS256'}", claims, JWSAlgorithm.HS256, HandMade.macSigner(HandMade.SECRET.getBytes(UTF_8))));
    }
}
