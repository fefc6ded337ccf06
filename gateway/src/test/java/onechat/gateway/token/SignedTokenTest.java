package onechat.gateway.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which signatures hold, and what a token's header may say. */
class SignedTokenTest {
    private static final String CLAIMS = "{\"sub\":\"7\",\"exp\":" + TokenFixture.seconds(Duration.ofHours(1)) + "}";
    private static final JWTClaimsSet SAME_CLAIMS = new JWTClaimsSet.Builder()
            .subject("7")
            .expirationTime(Date.from(TokenFixture.NOW.plusSeconds(3_600)))
            .build();

    private final TokenFixture server = TokenFixture.ofSecret();

    private static String signedBy(KeyKind kind, JWSHeader header) throws JOSEException {
        var token = new SignedJWT(header, SAME_CLAIMS);
        token.sign(kind.pair().signer());
        return token.serialize();
    }

    private static TokenFixture serverWith(KeyKind kind) throws UnusableKeyException {
        return new TokenFixture(TokenKeys.ofPem(kind.pair().publicPem()));
    }

    @Test
    void aTokenSignedWithTheSecretLogsItsUserIn() throws JOSEException {
        var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), SAME_CLAIMS);
        token.sign(new MACSigner(HandMade.SECRET));

        assertThat(server.login(token.serialize())).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource
    void aTokenSignedWithThePrivateKeyLogsItsUserIn(KeyKind kind) throws Exception {
        String token = signedBy(kind, new JWSHeader(kind.algorithm()));

        assertThat(serverWith(kind).login(token)).isEqualTo(7);
        var others = TestKeys.generate(kind == KeyKind.ED25519 ? "Ed25519" : kind.name(), 0);
        new TokenFixture(TokenKeys.ofPem(others.publicPem())).refuses(token);
    }

    @Test
    void ed25519IsWhatRfc8037Describes() throws Exception {
        // Appendix A.4, whose payload is no JSON: what is looked at is the signature.
        String key = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";
        String token = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
                + "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

        assertThatExceptionOfType(RejectedTokenException.class)
                .isThrownBy(() -> SignedToken.parse(token).claims(TokenKeys.ofJwks(TestKeys.jwks(key))))
                .withMessageContaining("claims are no JSON object");
        assertThatExceptionOfType(RejectedTokenException.class)
                .isThrownBy(() ->
                        SignedToken.parse(token.replace("RXhh", "RXhi")).claims(TokenKeys.ofJwks(TestKeys.jwks(key))))
                .withMessage("none of the keys signed it");
    }

    @Test
    void ed25519MayBeCalledByEitherName() throws Exception {
        String token = HandMade.token(
                "{'alg':'Ed25519'}",
                CLAIMS.getBytes(UTF_8),
                JWSAlgorithm.EdDSA,
                KeyKind.ED25519.pair().signer());

        assertThat(serverWith(KeyKind.ED25519).login(token)).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource
    void whereAPublicKeyIsConfiguredItIsNeverTakenForASecret(KeyKind kind) throws Exception {
        String pem = kind.pair().publicPem();
        for (String secret : List.of(pem, pem.strip(), pem.replace("\n", ""), pem.replace("\n", "\r\n"))) {
            serverWith(kind)
                    .refuses(HandMade.token(
                            "{'alg':'HS256'}",
                            CLAIMS.getBytes(UTF_8),
                            JWSAlgorithm.HS256,
                            HandMade.macSigner(secret.getBytes(UTF_8))));
        }
    }

    @Test
    void unsignedTokensLogNobodyIn() throws Exception {
        server.refuses(new PlainJWT(SAME_CLAIMS).serialize());
        for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
            String header = "{'alg':'" + none + "'}";
            String signed = HandMade.token(header, CLAIMS);
            server.refuses(signed);
            server.refuses(signed.substring(0, signed.lastIndexOf('.') + 1));
            server.refuses(signed.substring(0, signed.lastIndexOf('.')));
            for (KeyKind kind : KeyKind.values()) {
                serverWith(kind).refuses(signed.substring(0, signed.lastIndexOf('.') + 1));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HS384", "HS512", "RS256", "ES256", "EdDSA", "PS256", "hs256", "HS256 ", "dir", "A128KW", "\\u0000"
            })
    void aTokenThatCallsItsAlgorithmOtherwiseLogsNobodyIn(String algorithm) {
        server.refuses(HandMade.token("{'alg':'" + algorithm + "'}", CLAIMS));
    }

    @Test
    void otherAlgorithmsOfTheSameKeyLogNobodyIn() throws Exception {
        for (JWSAlgorithm algorithm :
                List.of(JWSAlgorithm.RS384, JWSAlgorithm.RS512, JWSAlgorithm.PS256, JWSAlgorithm.PS512)) {
            var signer = KeyKind.RSA.pair().signer();
            assertThat(signer).isInstanceOf(RSASSASigner.class);
            var token = new SignedJWT(new JWSHeader(algorithm), SAME_CLAIMS);
            token.sign(signer);
            serverWith(KeyKind.RSA).refuses(token.serialize());
        }
        String longSecret = HandMade.SECRET.repeat(2);
        for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.HS384, JWSAlgorithm.HS512)) {
            var token = new SignedJWT(new JWSHeader(algorithm), SAME_CLAIMS);
            token.sign(new MACSigner(longSecret));
            new TokenFixture(TokenKeys.ofSecret(longSecret)).refuses(token.serialize());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKeyInTheTokenItselfCountsForNothing(KeyKind kind) throws Exception {
        String header = "{'alg':'" + kind.algorithm() + "','jwk':" + kind.pair().jwk("mine") + ",'kid':'mine'}";
        String token = HandMade.token(
                header, CLAIMS.getBytes(UTF_8), kind.algorithm(), kind.pair().signer());

        server.refuses(token);
        assertThat(serverWith(kind).login(token)).isEqualTo(7);
    }

    @Test
    void aSignatureOfZerosLogsNobodyIn() throws Exception {
        for (KeyKind kind : KeyKind.values()) {
            String token = signedBy(kind, new JWSHeader(kind.algorithm()));
            int length = kind == KeyKind.RSA ? 256 : 64;
            serverWith(kind)
                    .refuses(token.substring(0, token.lastIndexOf('.') + 1) + Base64URL.encode(new byte[length]));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'alg':'HS256','crit':['exp']}",
                "{'alg':'HS256','crit':['b64'],'b64':true}",
                "{'alg':'HS256','crit':['b64'],'b64':false}",
                "{'alg':'HS256','crit':['x'],'x':1}",
                "{'alg':'HS256','crit':[]}",
                "{'alg':'HS256','b64':false}",
                "{'alg':'HS256','b64':'no'}",
                "{'alg':'HS256','typ':'secevent+jwt'}",
                "{'alg':'HS256','typ':'logout+jwt'}",
                "{'alg':'HS256','typ':'dpop+jwt'}",
                "{'alg':'HS256','typ':''}",
                "{'alg':'HS256','typ':7}",
                "{'alg':'HS256','kid':7}",
                "{'alg':'HS256','alg':'HS256'}",
                "{'alg':'none','alg':'HS256'}",
                "{'alg':'HS256','enc':'A128GCM'}",
                "{'alg':['HS256']}",
                "{'alg':null}",
                "{'typ':'JWT'}",
                "{}",
                "null",
                "[]",
                "'HS256'",
                "7",
                "{'alg':'HS256'",
                "{'alg':'HS256'}}",
                " ",
            })
    void aHeaderThatIsNotUnderstoodLogsNobodyIn(String header) {
        server.refuses(HandMade.token(header, CLAIMS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'alg':'HS256','typ':'JWT'}",
                "{'alg':'HS256','typ':'jwt'}",
                "{'alg':'HS256','typ':'at+jwt'}",
                "{'typ':'application/at+jwt','alg':'HS256'}",
                "{'alg':'HS256','kid':'any'}",
                "{'alg':'HS256','cty':'x','x':{'y':[1,2]},'jku':'https://evil.example/keys','x5u':'https://evil.example/'}",
            })
    void whatAHeaderMaySayBesidesIsPassedOver(String header) {
        assertThat(server.login(HandMade.token(header, CLAIMS))).isEqualTo(7);
    }

    @Test
    void aTokenCutAnywhereLogsNobodyIn() {
        String token = HandMade.token(CLAIMS);

        for (int i = 0; i < token.length(); i++) {
            server.refuses(token.substring(0, i));
            server.refuses(token.substring(i + 1));
        }
    }

    @Test
    void aTokenChangedAnywhereLogsNobodyIn() {
        String token = HandMade.token(CLAIMS);

        // The last character holds bits that stand for nothing.
        for (int i = 0; i < token.length() - 1; i++) {
            for (char other : new char[] {'A', '_', '.', '=', '+', '/', ' ', '\n', '\0', 'é'}) {
                if (token.charAt(i) != other) {
                    server.refuses(token.substring(0, i) + other + token.substring(i + 1));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\n", ".", "=", "..", ".e30", "\0", "-", "A"})
    void aTokenWithSomethingBesideItLogsNobodyIn(String something) {
        server.refuses(HandMade.token(CLAIMS) + something);
        server.refuses(something + HandMade.token(CLAIMS));
    }

    @Test
    void aTokenOf8192CharactersIsLookedAtAndALongerOneIsNot() {
        String longest = "";
        String longer = "";
        for (int i = 5_900; longer.length() <= 8_192; i++) {
            longest = longer;
            longer = HandMade.token(CLAIMS.replace("}", ",\"pad\":\"" + "x".repeat(i) + "\"}"));
        }

        assertThat(longest.length()).isBetween(8_188, 8_192);
        assertThat(server.login(longest)).isEqualTo(7);
        server.refuses(longer);
        server.refuses("e30." + "A".repeat(1_000_000) + ".A");
    }

    @Property(tries = 2_000)
    void noHeaderWhateverItHoldsIsMoreThanRefused(@ForAll("headers") String header) {
        String token = HandMade.token(header, CLAIMS);
        try {
            SignedToken.parse(token).claims(TokenFixture.secret());
        } catch (RejectedTokenException refused) {
            assertThat(refused).hasMessageNotContaining(token);
        }
    }

    @Provide
    Arbitrary<String> headers() {
        Arbitrary<String> names = Arbitraries.of(
                "typ",
                "cty",
                "crit",
                "jku",
                "jwk",
                "x5u",
                "x5t",
                "x5t#S256",
                "x5c",
                "kid",
                "b64",
                "enc",
                "zip",
                "epk",
                "apu",
                "iv",
                "p2c",
                "",
                "alg ",
                "x");
        Arbitrary<String> values = Arbitraries.of(
                "null",
                "true",
                "7",
                "-1.5",
                "1e99",
                "''",
                "'x'",
                "'JWT'",
                "' '",
                "'http://['",
                "'\\u0000'",
                "[]",
                "[null]",
                "['x']",
                "[[]]",
                "[{}]",
                "[7]",
                "{}",
                "{'kty':'RSA'}",
                "{'kty':'oct','k':'AA'}",
                "{'kty':'EC'}",
                "{'kty':'OKP','crv':'Ed25519','x':''}",
                "{'kty':null}",
                "{'kty':7}",
                "{'kty':'RSA','n':'AQ','e':'AQ','x5c':[7]}",
                "{'kty':'EC','crv':'P-256','x':'AA','y':'AA'}",
                "{'kty':'EC','crv':'','x':'AA','y':'AA'}",
                "{'kty':'RSA','n':'AQ','e':'AQ','d':'AQ'}");
        return names.tuple2().flatMap(pair -> values.tuple2()
                .map(both -> "{'alg':'HS256','" + pair.get1() + "':" + both.get1() + ",'" + pair.get2() + "':"
                        + both.get2() + "}"));
    }
}
