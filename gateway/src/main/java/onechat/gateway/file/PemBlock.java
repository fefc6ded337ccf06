package onechat.gateway.file;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A labelled block of a text in PEM form (RFC 7468). Immutable; its text form shows nothing of what is in it.
 *
 * @param label such as {@code CERTIFICATE}; capitals, digits and blanks, of any length
 * @param body what stands between its lines, or null where the last of them is missing
 */
public record PemBlock(String label, @Nullable String body) {
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----");

    /** The blocks of a text, in order; what stands around them is passed over. */
    public static List<PemBlock> in(String text) {
        List<PemBlock> blocks = new ArrayList<>();
        Matcher begin = BEGIN.matcher(text);
        for (int at = 0; begin.find(at); ) {
            String label = begin.group(1);
            int end = text.indexOf("-----END " + label + "-----", begin.end());
            at = end < 0 ? begin.end() : end;
            blocks.add(new PemBlock(label, end < 0 ? null : text.substring(begin.end(), end)));
        }
        return blocks;
    }

    /** The octets that it holds; empty where it is cut off, has none, or is no Base64. */
    public Optional<byte[]> content() {
        if (body == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(body.replaceAll("\\s+", "")))
                    .filter(octets -> octets.length > 0);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "PemBlock[" + label + "]";
    }
}
