package onechat.protocol.connection;

import javax.net.ssl.SSLParameters;

/** Says which TLS the server's transports speak, so that all of them speak the same. Stateless. */
public final class EdgeTls {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    /** Those of TLS 1.3, and of TLS 1.2 those with forward secrecy and authenticated encryption (RFC 9325, section 4.2). */
    private static final String[] CIPHER_SUITES = {
        "TLS_AES_256_GCM_SHA384",
        "TLS_AES_128_GCM_SHA256",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    };

    private EdgeTls() {}

    /** The versions and cipher suites, for a socket or an engine on the server's side; a new object at each call. */
    public static SSLParameters parameters() {
        return new SSLParameters(CIPHER_SUITES, VERSIONS);
    }
}
