package onechat.gateway.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;

/** Puts tokens together from any header and any claims, signed all the same. Stateless. */
final class HandMade {
    static final String SECRET = "a secret of thirty-two octets ok";

    private HandMade() {}

    /** Signed by HS256 with {@link #SECRET}. */
    static String token(String header, String claims) {
        return token(header, claims.getBytes(UTF_8), JWSAlgorithm.HS256, macSigner(SECRET.getBytes(UTF_8)));
    }

    /** Signed by HS256 with {@link #SECRET}, and with the usual header. */
    static String token(String claims) {
        return token("{'alg':'HS256'}", claims);
    }

    /** What is signed is right whatever the header says; apostrophes in it stand for quotation marks. */
    static String token(String header, byte[] claims, JWSAlgorithm algorithm, JWSSigner signer) {
        String input = Base64URL.encode(header.replace('\'', '"')) + "." + Base64URL.encode(claims);
        try {
            return input + "." + signer.sign(new JWSHeader(algorithm), input.getBytes(US_ASCII));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static JWSSigner macSigner(byte[] secret) {
        try {
            return new MACSigner(secret);
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
