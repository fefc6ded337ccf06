package onechat.gateway;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onechat.gateway.aot.Bench;
import onechat.gateway.bench.BenchCommands;
import onechat.gateway.command.CommandFailedException;
import picocli.CommandLine;

/** The commands below {@code bench} as a part of another command, which nothing but its arguments configures. Confined to one thread. */
final class SilentBench implements Bench {
    @Override
    public void run(List<String> arguments) throws CommandFailedException {
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.US_ASCII);
        var commands = new BenchCommands(
                new ConfiguredDatabase(Map.of()),
                new BenchmarkTokens(Map.of(), InstantSource.system()),
                InstantSource.system(),
                nowhere,
                nowhere);
        List<Exception> faults = new ArrayList<>();
        new CommandLine(commands.spec())
                .setParameterExceptionHandler((e, given) -> note(e, faults))
                .setExecutionExceptionHandler((e, command, parsed) -> note(e, faults))
                .execute(arguments.toArray(String[]::new));
        if (!faults.isEmpty()) {
            throw new CommandFailedException(faults.getFirst());
        }
    }

    private static int note(Exception fault, List<Exception> faults) {
        faults.add(fault);
        return Main.FAILED;
    }
}
