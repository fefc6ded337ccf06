package onechat.gateway;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Merges what several sources say about the options, the first source outweighing the later ones. Confined to one
 * thread.
 */
final class GivenOptions {
    private record Given(String value, String where) {}

    private final Map<Setting, Given> given = new EnumMap<>(Setting.class);

    /**
     * Takes from a source what none before it said.
     *
     * @param source the text that it has for an option, or null
     * @param name what the option is called there
     * @throws UsageException when it says two things that exclude each other
     */
    void add(Function<Setting, @Nullable String> source, Function<Setting, String> name) throws UsageException {
        var here = new EnumMap<Setting, Given>(Setting.class);
        for (Setting setting : Setting.values()) {
            String value = source.apply(setting);
            if (value != null) {
                here.put(setting, new Given(value, name.apply(setting)));
            }
        }
        if (here.containsKey(Setting.DB_PASSWORD) && here.containsKey(Setting.DB_PASSWORD_FILE)) {
            throw new UsageException(name.apply(Setting.DB_PASSWORD) + " and " + name.apply(Setting.DB_PASSWORD_FILE)
                    + " are both given; one is enough");
        }
        // Two names of one thing: a weightier source that used the one outweighs the other too.
        if (given.containsKey(Setting.DB_PASSWORD) || given.containsKey(Setting.DB_PASSWORD_FILE)) {
            here.remove(Setting.DB_PASSWORD);
            here.remove(Setting.DB_PASSWORD_FILE);
        }
        here.forEach(given::putIfAbsent);
    }

    /**
     * The options, with the default of each that no source gave.
     *
     * @throws UsageException naming the first that can't be as its source calls it
     */
    ServerOptions build() throws UsageException {
        var builder = new ServerOptions.Builder();
        try {
            given.forEach((setting, value) -> setting.set(builder, value.value()));
            return builder.build();
        } catch (InvalidOptionException e) {
            throw new UsageException(whereIs(e.option()) + " " + e.problem());
        }
    }

    private String whereIs(String key) {
        return given.entrySet().stream()
                .filter(entry -> entry.getKey().key().equals(key))
                .map(entry -> entry.getValue().where())
                .findFirst()
                .orElse(key);
    }
}
