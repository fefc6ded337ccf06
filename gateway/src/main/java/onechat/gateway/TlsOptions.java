package onechat.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Where the server's certificate and its key are. Immutable.
 *
 * @param cert the PEM file of the certificate and those that vouch for it, or null
 * @param key the PEM file of the certificate's private key, or null
 */
public record TlsOptions(@Nullable String cert, @Nullable String key) {
    /** No TLS. */
    public static final TlsOptions NONE = new TlsOptions(null, null);

    /**
     * Both files of a server with TLS.
     *
     * @param cert as {@link TlsOptions#cert}
     * @param key as {@link TlsOptions#key}
     */
    public record Files(String cert, String key) {}

    /** The same with another certificate. */
    public TlsOptions withCert(String file) {
        return new TlsOptions(file, key);
    }

    /** The same with another key. */
    public TlsOptions withKey(String file) {
        return new TlsOptions(cert, file);
    }

    /**
     * Both files, or null for a server without TLS.
     *
     * @throws InvalidOptionException when only one of them is named
     */
    public @Nullable Files files() {
        if (cert != null && key != null) {
            return new Files(cert, key);
        }
        if (cert != null) {
            throw new InvalidOptionException("tls-cert", "is given without tls-key");
        }
        if (key != null) {
            throw new InvalidOptionException("tls-key", "is given without tls-cert");
        }
        return null;
    }
}
