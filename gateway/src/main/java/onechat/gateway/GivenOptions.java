package onechat.gateway;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Merges what several sources say about the options, the first source outweighing the later ones. Confined to one
 * thread.
 */
final class GivenOptions {
    private record Given(String value, String where) {}

    /** Each holds names of one thing, of which one is enough. */
    private static final List<Set<Setting>> ALTERNATIVES = List.of(
            Set.of(Setting.DB_PASSWORD, Setting.DB_PASSWORD_FILE),
            Set.of(Setting.TURN_SECRET, Setting.TURN_SECRET_FILE),
            Set.of(Setting.JWT_SECRET, Setting.JWT_SECRET_FILE, Setting.JWT_PUBLIC_KEY, Setting.JWT_JWKS));

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
        for (Set<Setting> alternatives : ALTERNATIVES) {
            List<Setting> both =
                    here.keySet().stream().filter(alternatives::contains).toList();
            if (both.size() > 1) {
                throw new UsageException(
                        name.apply(both.get(0)) + " and " + name.apply(both.get(1)) + " are both given; one is enough");
            }
            // A weightier source that used one of the names outweighs the others too.
            if (given.keySet().stream().anyMatch(alternatives::contains)) {
                here.keySet().removeAll(alternatives);
            }
        }
        here.forEach(given::putIfAbsent);
    }

    /**
     * What is built of the options, with the default of each that no source gave.
     *
     * @throws UsageException naming the first that can't be as its source calls it
     */
    <T> T build(Function<ServerOptions.Builder, T> building) throws UsageException {
        var builder = new ServerOptions.Builder();
        try {
            given.forEach((setting, value) -> setting.set(builder, value.value()));
            return building.apply(builder);
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
