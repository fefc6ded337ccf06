package onechat.gateway.token;

import com.nimbusds.jose.JWSAlgorithm;

/** The kinds of key pairs that tokens may be signed with. */
@SuppressWarnings("ImmutableEnumChecker") // both are immutable, and don't say so
public enum KeyKind {
    RSA("RSA", JWSAlgorithm.RS256),
    EC("EC", JWSAlgorithm.ES256),
    ED25519("Ed25519", JWSAlgorithm.EdDSA);

    private final JWSAlgorithm algorithm;
    // Made once: an RSA key takes a while.
    private final TestKeys pair;

    KeyKind(String name, JWSAlgorithm algorithm) {
        this.algorithm = algorithm;
        this.pair = TestKeys.generate(name, "RSA".equals(name) ? 2_048 : 0);
    }

    JWSAlgorithm algorithm() {
        return algorithm;
    }

    /** The same at every call. */
    public TestKeys pair() {
        return pair;
    }
}
