package onechat.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Serves the web client's files from a folder of the class path. Safe for use by any thread.
 *
 * <p>Every file that was asked for stays in memory: there are few, and none comes at run time.
 */
final class StaticSite {
    /** No segment begins with a dot, so that no path leads out of the folder. */
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");

    private final String folder;
    private final Map<String, StaticFile> files = new ConcurrentHashMap<>();

    /** @param folder on the class path, without a slash at either end */
    StaticSite(String folder) {
        this.folder = folder;
    }

    /** @param path the path asked for, decoded */
    void handle(String path, Request request, Response response, Callback callback) {
        StaticFile file = find(path.equals("/") ? "/index.html" : path);
        boolean isHead = HttpMethod.HEAD.is(request.getMethod());
        if (file == null) {
            Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
        } else if (!isHead && !HttpMethod.GET.is(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
        } else {
            send(file, isHead, request, response, callback);
        }
    }

    private static void send(StaticFile file, boolean isHead, Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.ETAG, file.etag());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
        String ifNoneMatch = request.getHeaders().get(HttpHeader.IF_NONE_MATCH);
        if (ifNoneMatch != null && file.isNamedBy(ifNoneMatch)) {
            response.setStatus(HttpStatus.NOT_MODIFIED_304);
            response.write(true, null, callback);
            return;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, file.contentType());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, file.length());
        response.write(true, isHead ? null : file.content(), callback);
    }

    private @Nullable StaticFile find(String path) {
        StaticFile known = files.get(path);
        if (known != null) {
            return known;
        }
        String contentType = StaticFile.contentTypeOf(path);
        if (contentType == null || !PATH.matcher(path).matches()) {
            return null;
        }
        byte[] octets = read(path);
        return octets == null ? null : files.computeIfAbsent(path, p -> new StaticFile(contentType, octets));
    }

    private byte @Nullable [] read(String path) {
        try (InputStream in = StaticSite.class.getClassLoader().getResourceAsStream(folder + path)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
