package onechat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import onechat.gateway.token.KeyKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TokenCommandTest {
    private static final String SECRET = "what the issuer of tokens and the server share";

    @TempDir
    private Path folder = Path.of("");

    private static SignedJWT token(Program.Run run) throws Exception {
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out()).endsWith(System.lineSeparator()).hasLineCount(1);
        return SignedJWT.parse(run.out().strip());
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aTokenForAUserIsPrintedAlone() throws Exception {
        Instant before = Instant.now().minusSeconds(1);
        SignedJWT token = token(Program.run(Map.of("ONECHAT_JWT_SECRET", SECRET), "token", "--user", "7"));

        assertThat(token.verify(new MACVerifier(SECRET))).isTrue();
        assertThat(token.getHeader().toString()).isEqualTo("{\"typ\":\"JWT\",\"alg\":\"HS256\"}");
        assertThat(token.getJWTClaimsSet().getClaims()).containsOnlyKeys("sub", "iat", "exp");
        assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("7");
        Instant signed = token.getJWTClaimsSet().getIssueTime().toInstant();
        assertThat(signed).isBetween(before, Instant.now());
        assertThat(token.getJWTClaimsSet().getExpirationTime().toInstant()).isEqualTo(signed.plus(Duration.ofHours(1)));
    }

    @Test
    void whatTheServersConfigurationSaysOfTokensIsUsed() throws Exception {
        Path secret = file("secret", SECRET + "\n");
        Path config = file(
                "onechat.properties",
                "tcp-port=0\ndb-password-file=/nowhere\njwt-secret-file=" + secret
                        + "\njwt-issuer=https://id.example\njwt-audience=calls\n");

        SignedJWT token = token(Program.run(
                Map.of("ONECHAT_CONFIG", config.toString(), "ONECHAT_JWT_AUDIENCE", "video"),
                "token",
                "--user=9007199254740991",
                "--ttl=60"));

        assertThat(token.verify(new MACVerifier(SECRET))).isTrue();
        assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("9007199254740991");
        assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo("https://id.example");
        assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("video");
    }

    @ParameterizedTest
    @EnumSource
    void aPrivateKeySignsWhateverIsConfiguredToCheckWith(KeyKind kind) throws Exception {
        Path pem = file("private.pem", kind.pair().privatePem());

        SignedJWT token = token(Program.run(
                Map.of("ONECHAT_JWT_PUBLIC_KEY", "/nowhere", "ONECHAT_JWT_ISSUER", "me"),
                "token",
                "--user=7",
                "--jwt-private-key=" + pem));

        assertThat(token.getHeader().getAlgorithm().getName())
                .isEqualTo(
                        switch (kind) {
                            case RSA -> "RS256";
                            case EC -> "ES256";
                            case ED25519 -> "EdDSA";
                        });
        assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo("me");
        if (kind == KeyKind.EC) {
            byte[] der = Base64.getMimeDecoder()
                    .decode(kind.pair()
                            .publicPem()
                            .replaceAll("-----.*-----", "")
                            .getBytes(UTF_8));
            var key = (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
            assertThat(token.verify(new ECDSAVerifier(key))).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "token | Missing required option: '--user=ID'",
                "token --user=alice | --user must be a whole number from 1 to 9007199254740991",
                "token --user=0 | --user must be a whole number from 1 to 9007199254740991",
                "token --user=9007199254740992 | --user must be a whole number from 1 to 9007199254740991",
                "token --user=99999999999999999999 | --user must be a whole number from 1 to 9007199254740991",
                "token --user=7 --ttl=0 | --ttl must be a whole number from 1 to 31536000",
                "token --user=7 --ttl=-5 | --ttl must be a whole number from 1 to 31536000",
                "token --user=7 --ttl=31536001 | --ttl must be a whole number from 1 to 31536000",
                "token --user=7 | no key to sign with: give --jwt-secret-file, or --jwt-private-key where tokens are checked with a public key",
                "token --user=7 --jwt-secret=hunter2 | --jwt-secret holds a secret of less than 32 octets",
                "token --user=7 --jwt-secret=hunter2 --jwt-private-key=x | --jwt-secret and --jwt-private-key are both given; one is enough",
                "token --user=7 --jwt-private-key=/nowhere | --jwt-private-key names a file that does not exist: /nowhere",
                "token --user=7 --jwt-private-key=pom.xml | --jwt-private-key names a file that holds no key in PEM form: pom.xml",
                "token --user=7 hunter2 | unexpected argument after onechat token; options begin with --",
                "token --user=7 --tll=5 | unknown option --tll; did you mean --ttl?",
            })
    void wrongUsageIsOneLineAndStatusTwoAndShowsNoSecret(String arguments, String line) {
        Program.Run run = Program.run(Map.of(), arguments.split(" "));

        assertThat(run.err())
                .isEqualTo("onechat: " + line + System.lineSeparator())
                .doesNotContain("hunter2");
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isEqualTo(2);
    }

    @Test
    void whereTokensAreCheckedWithAPublicKeyNothingElseCanSign() throws IOException {
        Path pem = file("public.pem", KeyKind.EC.pair().publicPem());

        Program.Run run = Program.run(Map.of("ONECHAT_JWT_PUBLIC_KEY", pem.toString()), "token", "--user=7");

        assertThat(run.err()).startsWith("onechat: no key to sign with");
        assertThat(run.status()).isEqualTo(2);
    }

    @Test
    void helpSaysThatTokensOfThisCommandAreForTests() {
        String help = Program.run(Map.of(), "token", "--help").out().replaceAll("\\s+", " ");

        assertThat(help)
                .contains("for tests")
                .contains("whoever has it is that user until it expires")
                .contains("--jwt-secret-file");
    }

    @Test
    void anIssuerAndAnAudienceNeedNoKeyOfTheServersWhereAPrivateKeySigns() throws Exception {
        Path pem = file("private.pem", KeyKind.EC.pair().privatePem());

        SignedJWT token = token(Program.run(
                Map.of("ONECHAT_JWT_ISSUER", "https://id.example"),
                "token",
                "--user=7",
                "--jwt-audience=calls",
                "--jwt-private-key=" + pem));

        assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo("https://id.example");
        assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("calls");
    }
}
