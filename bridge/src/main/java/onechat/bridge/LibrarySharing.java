package onechat.bridge;

import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** Lets pages of other origins load the JavaScript library, and nothing else: those that may connect as well. Immutable. */
final class LibrarySharing {
    private static final Pattern LIBRARY = Pattern.compile("/onechat\\.(js|d\\.ts)|/lib/.*");
    /** Also where no origin was named: a cache must not hand one page's answer to another's. */
    private static final HttpField VARY = new PreEncodedHttpField(HttpHeader.VARY, "Origin");

    private static final HttpField CROSS_ORIGIN =
            new PreEncodedHttpField("Cross-Origin-Resource-Policy", "cross-origin");

    private final OriginPolicy origins;

    LibrarySharing(OriginPolicy origins) {
        this.origins = origins;
    }

    /** To be called behind {@link SecurityHeaders}, of which it takes one back. */
    void putInto(HttpFields.Mutable response, String path, HttpFields request) {
        if (!LIBRARY.matcher(path).matches()) {
            return;
        }
        response.put(VARY);
        List<String> origin = request.getValuesList(HttpHeader.ORIGIN);
        if (!origin.isEmpty() && origins.allows(origin, request.get(HttpHeader.HOST))) {
            response.put(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, origin.getFirst());
            response.put(CROSS_ORIGIN);
        }
    }
}
