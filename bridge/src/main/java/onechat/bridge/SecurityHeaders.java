package onechat.bridge;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** Puts into responses what a browser must not do with them. Stateless. */
final class SecurityHeaders {
    private static final List<HttpField> FIELDS = List.of(
            new PreEncodedHttpField(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:;"
                            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
            new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
            new PreEncodedHttpField("Referrer-Policy", "no-referrer"),
            new PreEncodedHttpField("Cross-Origin-Opener-Policy", "same-origin"),
            new PreEncodedHttpField("Cross-Origin-Resource-Policy", "same-origin"),
            new PreEncodedHttpField(
                    "Permissions-Policy",
                    "camera=(self), microphone=(self), display-capture=(self), autoplay=(self), fullscreen=(self),"
                            + " speaker-selection=(self), screen-wake-lock=(self),"
                            + " geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=()"));

    private SecurityHeaders() {}

    static void putInto(HttpFields.Mutable headers) {
        FIELDS.forEach(headers::put);
    }
}
