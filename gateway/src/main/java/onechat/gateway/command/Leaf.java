package onechat.gateway.command;

import java.util.List;
import java.util.concurrent.Callable;
import onechat.protocol.Limits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** One command: what it is called with, and what of that can't be. Confined to one thread. */
public final class Leaf {
    /** What a leaf does; its arguments are there by then. */
    @FunctionalInterface
    public interface Action {
        void run(Leaf leaf) throws Exception;
    }

    static final String ID = "--id";
    public static final String JSON = "--json";
    static final String YES = "--yes";

    private final CommandSpec spec;

    public Leaf(String name, String header, String description, Action action) {
        spec = CommandSpec.wrapWithoutInspection((Callable<Integer>) () -> {
            action.run(this);
            return 0;
        });
        StandardOptions.addTo(spec.name(name));
        spec.usageMessage()
                .header(header)
                .description(description)
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .footer("", "Exit status: 0 when it is done, 1 when it could not be, 2 for wrong usage.");
    }

    public CommandSpec spec() {
        return spec;
    }

    /** An argument that must be there. */
    public Leaf argument(String label, String description) {
        int index = spec.positionalParameters().size();
        spec.addPositional(PositionalParamSpec.builder()
                .index(Integer.toString(index))
                .arity("1")
                .required(true)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build());
        return this;
    }

    /** Arguments that may be there, one or several. */
    Leaf arguments(String label, String description) {
        int index = spec.positionalParameters().size();
        spec.addPositional(PositionalParamSpec.builder()
                .index(index + "..*")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel(label)
                .description(description)
                .build());
        return this;
    }

    /** An option that may be there several times. */
    Leaf options(String flag, String label, String description) {
        spec.addOption(OptionSpec.builder(flag)
                .arity("1")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel(label)
                .description(description)
                .build());
        return this;
    }

    public Leaf option(String flag, String label, String... description) {
        spec.addOption(OptionSpec.builder(flag)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build());
        return this;
    }

    /** An option that is a whole number. */
    public Leaf option(WholeNumber number) {
        return option(number.flag(), number.label(), number.what(), number.range());
    }

    public Leaf flag(String flag, String description) {
        spec.addOption(OptionSpec.builder(flag)
                .type(boolean.class)
                .arity("0")
                .description(description)
                .build());
        return this;
    }

    public boolean has(String flag) {
        return parsed().hasMatchedOption(flag);
    }

    /** What stands at a position, whatever it is. */
    public String text(int position) {
        return parsed().matchedPositionalValue(position, "");
    }

    /** What an option has, whatever it is, or null where it is not there. */
    public @Nullable String optionalText(String flag) {
        return parsed().matchedOptionValue(flag, null);
    }

    /** The number that an option has, or its default where it is not there. */
    public long number(WholeNumber number) {
        String value = optionalText(number.flag());
        if (value == null) {
            return number.absent();
        }
        if (value.matches("[0-9]{1,16}")) {
            long read = Long.parseLong(value);
            if (read >= number.least() && read <= number.most()) {
                return read;
            }
        }
        throw wrong(number.flag() + " must be a whole number from " + number.least() + " to " + number.most());
    }

    /** The name at a position. */
    String name(int position) {
        String value = parsed().matchedPositionalValue(position, "");
        return name(spec.positionalParameters().get(position).paramLabel(), value);
    }

    /** The names from a position on. */
    List<String> names(int position) {
        List<String> values = parsed().matchedPositionalValue(position, List.of());
        String label = spec.positionalParameters().get(position).paramLabel();
        values.forEach(value -> name(label, value));
        return values;
    }

    /** The name that an option has, or null where it is not there. */
    @Nullable
    String optionalName(String flag) {
        String value = parsed().matchedOptionValue(flag, null);
        return value == null ? null : name(flag, value);
    }

    /** The id at a position. */
    long id(int position) {
        String value = parsed().matchedPositionalValue(position, "");
        return id(spec.positionalParameters().get(position).paramLabel(), value);
    }

    /** The id that the option {@link #ID} has, or null where it is not there. */
    @Nullable
    Long optionalId() {
        String value = parsed().matchedOptionValue(ID, null);
        return value == null ? null : id(ID, value);
    }

    /** The ids that an option has, each time it is there. */
    List<Long> ids(String flag) {
        List<String> values = parsed().matchedOptionValue(flag, List.of());
        return values.stream().map(value -> id(flag, value)).toList();
    }

    public ParameterException wrong(String line) {
        return new ParameterException(spec.commandLine(), line);
    }

    private ParseResult parsed() {
        return spec.commandLine().getParseResult();
    }

    private String name(String where, String value) {
        if (value.isEmpty()) {
            throw wrong(where + " is empty");
        }
        if (value.codePoints()
                .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            throw wrong(where + " holds a control character, or half of one");
        }
        // What Java makes of octets that the locale does not have: another name than the one that was typed.
        if (value.indexOf('\uFFFD') >= 0) {
            throw wrong(where + " can't be read in this locale; one with UTF-8, such as LC_ALL=C.UTF-8, can");
        }
        return value;
    }

    private long id(String where, String value) {
        if (value.matches("[1-9][0-9]{0,15}") && Long.parseLong(value) <= Limits.MAX_ID) {
            return Long.parseLong(value);
        }
        throw wrong(where + " must be a whole number from 1 to " + Limits.MAX_ID);
    }
}
