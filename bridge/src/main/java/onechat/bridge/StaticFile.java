package onechat.bridge;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** One file of the web client, as it is sent. Immutable. */
final class StaticFile {
    private final String contentType;
    private final String etag;
    private final ByteBuffer octets;

    /** @param octets not changed by anybody afterwards */
    StaticFile(String contentType, byte[] octets) {
        this.contentType = contentType;
        this.etag = '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(octets)) + '"';
        this.octets = ByteBuffer.wrap(octets).asReadOnlyBuffer();
    }

    String contentType() {
        return contentType;
    }

    /** Made of the content: times of files say nothing in a jar that is built the same way each time. */
    String etag() {
        return etag;
    }

    int length() {
        return octets.capacity();
    }

    /** A view of the content with a position of its own. */
    ByteBuffer content() {
        return octets.duplicate();
    }

    /** The {@code Content-Type} of a file of that name, or null where files of its kind are not served. */
    static @Nullable String contentTypeOf(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "ts", "txt" -> "text/plain; charset=utf-8";
            case "json" -> "application/json";
            case "webmanifest" -> "application/manifest+json";
            case "svg" -> "image/svg+xml";
            case "png" -> "image/png";
            case "ico" -> "image/x-icon";
            case "woff2" -> "font/woff2";
            case "mp3" -> "audio/mpeg";
            case "ogg" -> "audio/ogg";
            case "wav" -> "audio/wav";
            default -> null;
        };
    }

    /** Whether an {@code If-None-Match} header names what this file holds now. */
    boolean isNamedBy(String ifNoneMatch) {
        return ifNoneMatch.equals("*") || ifNoneMatch.contains(etag); // in a list, and with or without W/
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
