package onechat.gateway.directory;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JDBC URL of the directory's database, checked for what it must not hold. Immutable; its text form shows nothing that might
 * be a secret.
 *
 * @param text as the operator wrote it
 */
public record DatabaseUrl(String text) {
    private static final Pattern SUPPORTED = Pattern.compile("jdbc:(h2|mysql):.+");
    private static final Pattern CREDENTIALS =
            Pattern.compile("\\b(user|password\\d?)\\s*=|//[^/?]*@", Pattern.CASE_INSENSITIVE);
    /** Without parameters, users and address lists, any of which may hold a password. */
    private static final Pattern HARMLESS = Pattern.compile("(jdbc:[a-z0-9]+:[\\p{L}\\p{N}_.:/~ \\[\\]-]*)(?:[;?].*)?");

    /** Whether the server knows this kind of database. */
    public boolean isSupported() {
        return SUPPORTED.matcher(text).matches();
    }

    /** Whether it names a user or a password, which have options of their own. */
    public boolean holdsCredentials() {
        return CREDENTIALS.matcher(text).find();
    }

    /** Which database it is, for logs and errors: what can't be a secret. */
    public String place() {
        Matcher harmless = HARMLESS.matcher(text);
        if (harmless.matches()) {
            return harmless.group(1);
        }
        int kind = text.indexOf(':', "jdbc:".length());
        return kind < 0 ? "..." : text.substring(0, kind + 1) + "...";
    }

    @Override
    public String toString() {
        return place();
    }
}
