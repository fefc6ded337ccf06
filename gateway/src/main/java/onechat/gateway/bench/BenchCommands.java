package onechat.gateway.bench;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import onechat.gateway.command.DatabaseSettings;
import onechat.gateway.command.Leaf;
import onechat.gateway.command.StandardOptions;
import picocli.CommandLine.Model.CommandSpec;

/** The commands below {@code bench}. Confined to one thread. */
public final class BenchCommands {
    private final List<Leaf> leaves = new ArrayList<>();

    /**
     * The commands, not yet called.
     *
     * @param out takes results, nothing else
     * @param err takes the progress
     */
    public BenchCommands(
            DatabaseSettings database, TokenSettings tokens, InstantSource clock, PrintStream out, PrintStream err) {
        var common = new MeasureOptions(tokens, out, err);
        leaves.addAll(new PeopleCommands(database, clock, out, err).leaves());
        leaves.add(new RelayCommand(common).leaf());
        leaves.add(new CallsCommand(common).leaf());
        leaves.add(new IdleCommand(common).leaf());
        leaves.add(new StormCommand(common).leaf());
    }

    /** What the command line library needs to know of them. */
    public CommandSpec spec() {
        CommandSpec group = StandardOptions.addTo(CommandSpec.create().name("bench"));
        group.usageMessage()
                .header("Measures what a running server can do, to plan its capacity.")
                .description(
                        "prepare makes users and rooms for it, in the server's database; the others measure with these; clean removes them.")
                .footer("", "onechat bench COMMAND --help explains each.", "");
        leaves.forEach(leaf -> group.addSubcommand(leaf.spec().name(), leaf.spec()));
        return group;
    }
}
