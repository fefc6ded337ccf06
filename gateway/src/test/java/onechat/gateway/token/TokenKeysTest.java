package onechat.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JWSHeader;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys an operator may configure, and which of them a token is checked with. */
class TokenKeysTest {
    private static final TestKeys WEAK_RSA = TestKeys.generate("RSA", 1_024);
    private static final TestKeys P384 = TestKeys.generate("EC", 384);
    private static final TestKeys ED448 = TestKeys.generate("Ed448", 0);

    private static void unusable(String problem, ThrowingCallable reading) {
        assertThatExceptionOfType(UnusableKeyException.class)
                .isThrownBy(reading)
                .withMessageContaining(problem);
    }

    private static String token(KeyKind kind, String kid) {
        String header =
                new JWSHeader.Builder(kind.algorithm()).keyID(kid).build().toString();
        String claims = "{\"sub\":\"7\",\"exp\":" + TokenFixture.seconds(Duration.ofHours(1)) + "}";
        return HandMade.token(
                header,
                claims.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                kind.algorithm(),
                kind.pair().signer());
    }

    @Test
    void aSecretHasThirtyTwoOctetsHoweverManyCharacters() throws UnusableKeyException {
        assertThat(TokenKeys.ofSecret("é".repeat(16)).keys()).hasSize(1);
        unusable("less than 32 octets", () -> TokenKeys.ofSecret("x".repeat(31)));
        unusable("less than 32 octets", () -> TokenKeys.ofSecret(""));
    }

    @Test
    void keysThatAreTooWeakOrOfOtherKindsAreRefused() {
        unusable("less than 2048 bits", () -> TokenKeys.ofPem(WEAK_RSA.publicPem()));
        unusable("another curve than P-256", () -> TokenKeys.ofPem(P384.publicPem()));
        unusable("it must be RSA, P-256 or Ed25519", () -> TokenKeys.ofPem(ED448.publicPem()));
        unusable("less than 2048 bits", () -> TokenSigner.ofPem(WEAK_RSA.privatePem()));
        unusable("another curve than P-256", () -> TokenSigner.ofPem(P384.privatePem()));
        unusable("less than 2048 bits", () -> TokenKeys.ofJwks(TestKeys.jwks(WEAK_RSA.jwk("a"))));
    }

    @ParameterizedTest
    @EnumSource
    void aPrivateKeyIsRefusedWhereAPublicOneIsEnough(KeyKind kind) {
        unusable(
                "holds a block PRIVATE KEY where a PUBLIC KEY is wanted",
                () -> TokenKeys.ofPem(kind.pair().privatePem()));
        unusable(
                "holds a block PUBLIC KEY where a PRIVATE KEY is wanted",
                () -> TokenSigner.ofPem(kind.pair().publicPem()));
        String jwk = kind.pair().jwk("a").replace("}", ",\"d\":\"AQAB\"}");
        unusable("holds a private or secret key", () -> TokenKeys.ofJwks(TestKeys.jwks(jwk)));
    }

    @Test
    void aFileThatIsNoKeyIsRefused() {
        String pem = KeyKind.EC.pair().publicPem();
        unusable("holds no key in PEM form", () -> TokenKeys.ofPem(""));
        unusable("holds no key in PEM form", () -> TokenKeys.ofPem("AAAA"));
        unusable(
                "holds more than one key",
                () -> TokenKeys.ofPem(pem + KeyKind.RSA.pair().publicPem()));
        unusable("holds a key without its end", () -> TokenKeys.ofPem(pem.replace("END", "DNE")));
        unusable("holds a damaged key", () -> TokenKeys.ofPem(pem.replace("MFk", "MFl")));
        unusable("holds a damaged key", () -> TokenKeys.ofPem("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----"));
        unusable(
                "holds a block RSA PUBLIC KEY where a PUBLIC KEY is wanted",
                () -> TokenKeys.ofPem(KeyKind.RSA.pair().publicPem().replace("PUBLIC", "RSA PUBLIC")));
        unusable(
                "holds a block CERTIFICATE where a PUBLIC KEY is wanted",
                () -> TokenKeys.ofPem("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"));
    }

    @Test
    void aPemFileMayHaveTextAroundItAndWindowsLineEnds() throws UnusableKeyException {
        String pem = KeyKind.EC.pair().publicPem();

        assertThat(TokenKeys.ofPem("the key:\r\n" + pem.replace("\n", "\r\n") + "its end\r\n"))
                .isEqualTo(TokenKeys.ofPem(pem));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":[7]}",
                "{\"keys\":[null]}",
                "{\"keys\":[[]]}",
                "{\"keys\":[{\"kty\":\"RSA\"}]}",
                "{\"keys\":[{\"kty\":\"RSA\",\"n\":7,\"e\":\"AQAB\"}]}",
                "{\"keys\":[{\"kty\":\"RSA\",\"kty\":\"RSA\"}]}",
                "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"}]}",
                "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AQ\"}]}",
                "{\"keys\":[]}"
            })
    void aSetThatIsNoneIsRefused(String json) {
        unusable("holds ", () -> TokenKeys.ofJwks(json));
    }

    @Test
    void aSecretInASetIsRefused() {
        unusable(
                "holds a private or secret key",
                () -> TokenKeys.ofJwks("{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}"));
    }

    @Test
    void keysForOtherPurposesArePassedOver() throws UnusableKeyException {
        String rsa = KeyKind.RSA.pair().jwk("rsa");
        List<String> others = List.of(
                rsa.replace("}", ",\"use\":\"enc\"}"),
                rsa.replace("}", ",\"key_ops\":[\"encrypt\"]}"),
                rsa.replace("}", ",\"alg\":\"RS512\"}"),
                rsa.replace("}", ",\"alg\":\"RSA-OAEP\"}"),
                "{\"kty\":\"EC\",\"crv\":\"P-521\",\"x\":\"AQ\",\"y\":\"AQ\"}",
                "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AQ\"}",
                "{\"kty\":\"of tomorrow\"}");
        String used = KeyKind.EC.pair().jwk("ec").replace("}", ",\"use\":\"sig\",\"key_ops\":[\"verify\"]}");

        assertThat(TokenKeys.ofJwks(TestKeys.jwks(String.join(",", others), used)))
                .isEqualTo(TokenKeys.ofJwks(TestKeys.jwks(used)));
        unusable("holds no key for signatures", () -> TokenKeys.ofJwks(TestKeys.jwks(String.join(",", others))));
    }

    @Test
    void aSetHasThirtyTwoKeysAtMost() throws UnusableKeyException {
        String key = KeyKind.ED25519.pair().jwk("a");

        assertThat(TokenKeys.ofJwks(TestKeys.jwks(String.join(",", Collections.nCopies(32, key))))
                        .keys())
                .hasSize(32);
        unusable(
                "more than 32 keys",
                () -> TokenKeys.ofJwks(TestKeys.jwks(String.join(",", Collections.nCopies(33, key)))));
    }

    @Test
    void aTokenIsCheckedWithTheKeyThatItNames() throws UnusableKeyException {
        var server = new TokenFixture(TokenKeys.ofJwks(TestKeys.jwks(
                KeyKind.RSA.pair().jwk("rsa"),
                KeyKind.EC.pair().jwk("ec"),
                KeyKind.ED25519.pair().jwk("edwards"),
                TestKeys.generate("EC", 0).jwk("other ec"))));

        assertThat(server.login(token(KeyKind.RSA, "rsa"))).isEqualTo(7);
        assertThat(server.login(token(KeyKind.EC, "ec"))).isEqualTo(7);
        assertThat(server.login(token(KeyKind.ED25519, "edwards"))).isEqualTo(7);
        server.refuses(token(KeyKind.EC, "other ec"));
        server.refuses(token(KeyKind.EC, "rsa"));
        server.refuses(token(KeyKind.EC, "nobody's"));
        server.refuses(token(KeyKind.EC, ""));
    }

    @ParameterizedTest
    @EnumSource
    void aTokenThatNamesNoKeyIsCheckedWithAllOfItsAlgorithm(KeyKind kind) throws UnusableKeyException {
        var server = new TokenFixture(TokenKeys.ofJwks(TestKeys.jwks(
                TestKeys.generate("EC", 0).jwk("other ec"),
                KeyKind.RSA.pair().jwk("rsa"),
                KeyKind.EC.pair().jwk("ec"),
                KeyKind.ED25519.pair().jwk("edwards"))));
        String named = token(kind, "x");
        String unnamed = HandMade.token(
                "{'alg':'" + kind.algorithm() + "'}",
                new com.nimbusds.jose.util.Base64URL(named.split("\\.", -1)[1]).decode(),
                kind.algorithm(),
                kind.pair().signer());

        assertThat(server.login(unnamed)).isEqualTo(7);
        server.refuses(named);
    }

    @Test
    void theTextFormShowsNoKey() throws UnusableKeyException {
        TokenKeys keys = TokenKeys.ofSecret("hunter2".repeat(5));

        assertThat(new TokenRules(keys, "issuer", "audience").toString() + keys.keys() + TokenSigner.of(keys))
                .doesNotContain("hunter2");
    }
}
