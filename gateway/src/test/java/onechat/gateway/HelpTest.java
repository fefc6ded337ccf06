package onechat.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class HelpTest {
    private final String help = Program.run(Map.of(), "serve", "--help").out();

    @Test
    void everyOptionOfEveryCommandSaysWhatItDoes() {
        var silent = new ArrayList<String>();
        everyCommand(commands()).forEach(command -> {
            assertThat(command.options()).isNotEmpty();
            for (OptionSpec option : command.options()) {
                if (option.hidden() || option.description().length == 0 || option.description()[0].isBlank()) {
                    silent.add(command.qualifiedName() + " " + option.longestName());
                }
            }
        });

        assertThat(silent).isEmpty();
    }

    @Test
    void everyOptionWithAValueTellsItsDefaultItsRangeAndItsVariable() {
        CommandLine serve = commands().subcommands().get("serve");
        assertThat(serve).isNotNull();
        List<OptionSpec> withValue = withValue(serve.getCommandSpec()).toList();

        assertThat(withValue).hasSize(Setting.values().length + 1);
        for (OptionSpec option : withValue) {
            String key = option.longestName().substring(2);
            assertThat(String.join("\n", option.description()))
                    .containsPattern("\nValue: \\S.* \\(default: \\S.*\\)\n")
                    .endsWith("\nEnvironment: ONECHAT_"
                            + key.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    @Test
    void everyOptionWithAValueOfTokenTellsItsDefaultAndItsRange() {
        CommandLine token = commands().subcommands().get("token");
        assertThat(token).isNotNull();

        assertThat(withValue(token.getCommandSpec())).isNotEmpty().allSatisfy(option -> assertThat(
                        String.join("\n", option.description()))
                .containsPattern("\nValue: \\S.* \\(default: \\S.*\\)"));
    }

    @Test
    void whatHelpCallsTheDefaultIsTheDefault() {
        for (Setting setting : Setting.values()) {
            String text = setting.defaultText();
            switch (setting) {
                case DB_PASSWORD -> assertThat(text).isEqualTo("empty");
                case DB_PASSWORD_FILE,
                        NAMES_QUERY,
                        JWT_SECRET,
                        JWT_SECRET_FILE,
                        JWT_PUBLIC_KEY,
                        JWT_JWKS,
                        JWT_AUDIENCE,
                        STUN_URL,
                        TURN_URL,
                        TURN_SECRET,
                        TURN_SECRET_FILE,
                        TLS_CERT,
                        TLS_KEY -> assertThat(text).isEqualTo("none");
                case JWT_ISSUER -> assertThat(text).isEqualTo("any or none");
                case ALLOWED_ORIGINS -> assertThat(text).isEqualTo("same origin");
                default ->
                    assertThat(Program.run(Map.of(), "serve", setting.flag() + "=" + text)
                                    .started())
                            .as(setting.key())
                            .isEqualTo(ServerOptions.defaults());
            }
        }
    }

    @Test
    void theHelpThatIsPrintedHoldsEveryOption() {
        for (Setting setting : Setting.values()) {
            assertThat(help).contains(setting.flag(), setting.variable());
        }
        assertThat(help).contains("--config", "ONECHAT_CONFIG", "ONECHAT_LOG_LEVEL", "Exit status");
    }

    @Test
    void helpIsReadableInEveryLocale() {
        assertThat(US_ASCII.newEncoder().canEncode(help)).isTrue();
        assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @Test
    void helpWarnsOfPasswordsOnTheCommandLine() {
        assertThat(help.replaceAll("\\s+", " ")).contains("Others on this machine can see command lines");
    }

    @Test
    void helpNeverShowsWhatIsConfigured() {
        var environment = Map.of(
                "ONECHAT_DB_PASSWORD", "hunter2",
                "ONECHAT_DB_URL", "jdbc:mysql://root:hunter2@db/onechat",
                "ONECHAT_JWT_SECRET", "hunter2".repeat(5));

        for (String[] arguments : new String[][] {
            {"serve", "--help"},
            {"serve", "--db-password=hunter2", "--help"},
            {"token", "--jwt-secret=hunter2", "--help"},
            {"--help"},
            {"serve", "--version"}
        }) {
            Program.Run run = Program.run(environment, arguments);
            assertThat(run.status()).isZero();
            assertThat(run.out() + run.err()).isNotEmpty().doesNotContain("hunter2");
        }
    }

    @Test
    void theReadmeHoldsTheSameTable() throws IOException {
        String readme = Files.readString(Path.of("README.md"));

        for (Setting setting : Setting.values()) {
            assertThat(readme)
                    .as(setting.key())
                    .contains("\n| `" + setting.flag() + "` | " + setting.defaultText() + " | " + setting.allowed()
                            + " | ");
        }
        assertThat(readme).contains("`--config", "`ONECHAT_LOG_LEVEL`");
    }

    private static CommandSpec commands() {
        var nowhere = new PrintStream(new ByteArrayOutputStream(), false, US_ASCII);
        return new Main(
                        options -> {
                            throw new StartException("not wanted");
                        },
                        new SignalShutdown(Map.of(), nowhere, nowhere),
                        new ScriptedTerminal(),
                        Map.of(),
                        nowhere,
                        nowhere)
                .spec();
    }

    private static Stream<OptionSpec> withValue(CommandSpec command) {
        return command.options().stream().filter(option -> option.arity().max() > 0);
    }

    private static Stream<CommandSpec> everyCommand(CommandSpec root) {
        return Stream.concat(
                Stream.of(root),
                root.subcommands().values().stream()
                        .map(CommandLine::getCommandSpec)
                        .flatMap(HelpTest::everyCommand));
    }
}
