package onechat.gateway;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A configuration file: Java properties in UTF-8, each key the name of an option. Immutable. */
final class ConfigFile {
    /** Anything else might be a value that slipped to the left of its equals sign, perhaps a secret. */
    private static final Pattern QUOTABLE = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,31}");

    private static final List<String> KEYS =
            Stream.of(Setting.values()).map(Setting::key).toList();

    private final Properties values;

    private ConfigFile(Properties values) {
        this.values = values;
    }

    /**
     * A file, read whole.
     *
     * @throws InvalidOptionException when it can't be read
     * @throws UsageException when it holds anything but options, each once
     */
    static ConfigFile read(String file) throws UsageException {
        var values = new OnceOnly();
        try {
            values.load(new StringReader(SmallTextFile.read(SettingSources.CONFIG_KEY, file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException e) {
            if (e instanceof InvalidOptionException) {
                throw e;
            }
            throw new UsageException(file + ": a \\u is not followed by four hexadecimal digits");
        }
        for (String key : values.stringPropertyNames()) {
            if (!KEYS.contains(key)) {
                throw new UsageException(
                        file + ": unknown option " + quote(key) + "; did you mean " + NearestName.of(key, KEYS) + "?");
            }
        }
        if (values.twice != null) {
            throw new UsageException(file + ": " + values.twice + " is given twice");
        }
        return new ConfigFile(values);
    }

    /** What the file says of an option, or null where it says nothing. */
    @Nullable
    String get(Setting setting) {
        return values.getProperty(setting.key());
    }

    private static String quote(String key) {
        return QUOTABLE.matcher(key).matches() ? key : "(not a name)";
    }

    /** Remembers a key that is given twice; {@link Properties} would take the last in silence. */
    private static final class OnceOnly extends Properties {
        private static final long serialVersionUID = 1L;

        private @Nullable String twice;

        @Override
        public synchronized @Nullable Object put(Object key, Object value) {
            Object before = super.put(key, value);
            if (before != null) {
                twice = String.valueOf(key);
            }
            return before;
        }
    }
}
