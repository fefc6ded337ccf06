package onechat.gateway.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPublicKey;
import java.util.Set;

/**
 * Checks signatures by Ed25519 with the platform's own algorithm (RFC 8037). Used by many threads at once.
 *
 * <p>The library's verifier needs one more library, from before Java knew the algorithm.
 */
final class Ed25519Verifier extends BaseJWSProvider implements JWSVerifier {
    private final EdECPublicKey key;

    Ed25519Verifier(EdECPublicKey key) {
        super(Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519));
        this.key = key;
    }

    @Override
    public boolean verify(JWSHeader header, byte[] signingInput, Base64URL signature) throws JOSEException {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(signingInput);
            return check.verify(signature.decode());
        } catch (SignatureException notOne) {
            // Of a wrong length, or with a part out of its range.
            return false;
        } catch (GeneralSecurityException e) {
            throw new JOSEException("an Ed25519 key can't be used", e);
        }
    }
}
