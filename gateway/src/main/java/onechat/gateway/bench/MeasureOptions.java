package onechat.gateway.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import onechat.gateway.command.CommandFailedException;
import onechat.gateway.command.Leaf;
import onechat.gateway.command.WholeNumber;
import onechat.protocol.Command;
import org.jspecify.annotations.Nullable;

/** The options that all measurements have: of whom, of which process, and where the results go. Confined to one thread. */
final class MeasureOptions {
    static final WholeNumber SECONDS = new WholeNumber("--seconds", "S", "The time that is measured.", 20, 1, 86_400);
    static final WholeNumber WARMUP =
            new WholeNumber("--warmup", "S", "The seconds before that, which don't count.", 5, 0, 86_400);

    private static final String PEOPLE = "--people";
    private static final String WITHOUT_RESUME = "--without-resume";
    private static final String JSON_FILE = "--json-file";
    private static final WholeNumber PID = new WholeNumber(
            "--pid",
            "PID",
            "The server's process, where it runs on this machine: what it uses is measured too.",
            0,
            1,
            Integer.MAX_VALUE);

    private final TokenSettings tokens;
    private final PrintStream out;
    private final PrintStream err;

    MeasureOptions(TokenSettings tokens, PrintStream out, PrintStream err) {
        this.tokens = tokens;
        this.out = out;
        this.err = err;
    }

    /** Adds them to a command. */
    Leaf describe(Leaf leaf) {
        leaf.option(PEOPLE, "FILE", "The file of users and rooms that bench prepare made. Required.");
        TargetOptions.describe(leaf)
                .option(PID)
                .flag(WITHOUT_RESUME, "Log in without asking for sessions that could be resumed.")
                .flag(Leaf.JSON, "Write the results as one JSON object in place of the table.")
                .option(JSON_FILE, "FILE", "Write the JSON object into this file too.");
        tokens.describe(leaf.spec());
        return leaf;
    }

    /**
     * What a command was called for.
     *
     * @param connections how many it makes
     * @param bufferBytes what each reads into
     * @throws CommandFailedException when it can't be
     */
    Measurement open(Leaf leaf, int connections, int bufferBytes) throws CommandFailedException {
        Target target = TargetOptions.read(leaf);
        People people = people(leaf);
        Long pid = pid(leaf);
        Cpu server = pid == null ? null : Cpu.of(pid);
        Descriptors.require(connections);
        var dialer = new Dialer(target, connections, bufferBytes);
        var logins = new Logins(dialer, people, credentials(leaf, people), !leaf.has(WITHOUT_RESUME));
        return new Measurement(logins, new Course(err), new Usage(server, dialer::octets), writer(leaf), err);
    }

    private static People people(Leaf leaf) throws CommandFailedException {
        String file = leaf.optionalText(PEOPLE);
        if (file == null) {
            throw leaf.wrong("Missing required option: '" + PEOPLE + "=FILE'");
        }
        return PeopleFile.read(Path.of(file));
    }

    /** How everybody logs in: by token where there is a key, and by password otherwise. */
    private Credentials credentials(Leaf leaf, People people) {
        TokenSettings.Tokens signed = tokens.read(leaf.spec());
        return signed == null
                ? person -> new Command.Password(person.name(), people.password())
                : person -> signed.of(person.id());
    }

    /** The server's process, or null where none is named. */
    static @Nullable Long pid(Leaf leaf) {
        long pid = leaf.number(PID);
        return pid == 0 ? null : pid;
    }

    private ReportWriter writer(Leaf leaf) {
        String file = leaf.optionalText(JSON_FILE);
        return new ReportWriter(out, leaf.has(Leaf.JSON), file == null ? null : Path.of(file));
    }
}
